// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceHandler.Handshake;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.store.StorePath;
import org.xenbay.core.device.Calls.Call;

/** A device's handler, its connection and what is kept between two handlers. On the device's mailbox only. */
final class HandlerSlot {

    private static final Logger LOG = System.getLogger(HandlerSlot.class.getName());

    private final DeviceActor actor;
    private final CoreContext core;
    private final ActorLog log;
    private final StorePath backendPath;

    private HandlerContext context;
    private DeviceHandler handler;
    private Map<String, String> publication = Map.of();
    private Link link;
    private ConnectionScope scope;
    private Remains remains;
    private final Reporter reporter;
    private final TakeOver takeOver;
    private final Calls calls = new Calls();
    private volatile BackendCode code;
    /** Whether the handler has a connection that it is to be told the end of. */
    private boolean connected;

    private final Endings endings;
    private final Figures figures;
    /** Why its handler, which hands over as a rule, could not. */
    private Optional<String> notParked = Optional.empty();

    HandlerSlot(DeviceActor actor, CoreContext core, ActorLog log, StorePath backendPath, Figures figures) {
        this.actor = actor;
        this.core = core;
        this.log = log;
        this.backendPath = backendPath;
        this.takeOver = new TakeOver(core.xen().store(), actor.id().domain());
        this.endings = new Endings(actor.id());
        this.remains = new Remains(core.memory().of(actor.id().domain()));
        this.reporter = new Reporter(log, figures, () -> core.lasting().refusal(actor.id()));
        this.figures = figures;
    }

    void open(StorePath frontendPath) {
        if (handler != null) {
            return;
        }
        BackendCode serving = core.backendOf(actor.id().type());
        if (serving == null) {
            throw new IllegalStateException(
                    "there is no backend of type " + actor.id().type());
        }
        core.xen()
                .store()
                .read(StorePath.ofDomain(actor.id().domain()).child("name"))
                .filter(name -> !name.isEmpty() && name.length() <= 64)
                .ifPresent(name -> figures.setDomainName(name.replaceAll("\\p{Cntrl}", "?")));
        takeOver.begin();
        context = new HandlerContext(actor, core, log, backendPath, frontendPath, figures.domainName(), takeOver);
        code = serving;
        calls.enter("open");
        try {
            handler = new GuardedHandler(Answer.of(serving.ops().open(context), serving.ops(), "open"), calls);
        } finally {
            calls.leave();
        }
    }

    Readiness init() throws Exception {
        Keys published = new Keys();
        Readiness readiness = takeOver.follow(remains.isThere(), () -> handler.init(published));
        Map<String, String> keys = published.end();
        keys.put("hotplug-status", "connected");
        keys.put(Ownership.NODE, Ownership.MARK);
        publication = keys;
        return readiness;
    }

    Handshake handshake() {
        return handler.handshake();
    }

    Map<String, String> publication() {
        return publication;
    }

    /** @param adopting whether the connection was made by an earlier run, which may have left its state */
    Readiness connect(StorePath frontendPath, boolean adopting) throws Exception {
        release();
        if (adopting && isLeft(frontendPath)) {
            Readiness ready = core.handovers().ready(actor.id());
            if (ready != Readiness.ready()) {
                return ready;
            }
            remains.begin(core.handovers().leftAt(actor.id()));
            remains.keep(core.handovers().take(actor.id()));
            scope = new ConnectionScope(actor, core.xen(), core.counters());
            return resumeFrom(frontendPath);
        }
        core.handovers().drop(actor.id());
        scope = new ConnectionScope(actor, core.xen(), core.counters());
        return linkUp(frontendPath, () -> handler.connect(link));
    }

    /** A frontend that offers other rings than those that were left has begun anew. */
    private boolean isLeft(StorePath frontendPath) {
        Optional<Map<String, String>> left = core.handovers().left(actor.id());
        return left.isPresent() && Link.isPublished(new Nodes(core.xen().store(), frontendPath), left.get());
    }

    Readiness resume(StorePath frontendPath) throws Exception {
        if (!remains.isThere() || scope == null) {
            throw new IllegalStateException("nothing was parked");
        }
        try {
            return resumeFrom(frontendPath);
        } catch (RefusedStateException refused) {
            unlink();
            figures.count(scope);
            throw refused;
        }
    }

    private Readiness resumeFrom(StorePath frontendPath) throws Exception {
        Parked state = remains.state();
        Readiness readiness = takeOver.follow(true, () -> linkUp(frontendPath, () -> handler.resume(link, state)));
        if (readiness == Readiness.ready()) {
            takeOver.done();
            remains.take();
            figures.setLastPause(remains.time());
            endings.quietly("give back what is not used any more", scope::dropUnclaimed);
        }
        figures.count(scope);
        return readiness;
    }

    private Readiness linkUp(StorePath frontendPath, TakeOver.Step step) throws Exception {
        link = new Link(actor, scope, new Nodes(core.xen().store(), frontendPath), takeOver);
        figures.connected();
        try {
            Readiness readiness = step.run();
            connected = readiness == Readiness.ready();
            if (!connected) {
                release();
            }
            figures.count(scope);
            return readiness;
        } catch (GivenUp | RefusedStateException passedOn) {
            throw passedOn;
        } catch (Throwable thrown) {
            if (remains.isThere() && (Failure.isStoreLost(thrown) || Failure.isConflict(thrown))) {
                unlink();
            } else {
                release();
            }
            figures.count(scope);
            throw thrown;
        }
    }

    /** Ends the link; what it held stays in the scope, to be claimed again. */
    private void unlink() {
        link.end();
        link = null;
        connected = false;
        scope.park();
    }

    void announce() throws Exception {
        handler.connected();
    }

    /** @return whether its code had better not be replaced now */
    boolean isHeldUp() {
        return handler != null && link != null && handler.isHeldUp();
    }

    /** @return whether it can be parked at once */
    boolean comeToRest() {
        return handler == null || link == null || remains.isThere() || handler.comeToRest();
    }

    void carryOn() {
        if (handler != null && link != null) {
            handler.carryOn();
        }
    }

    boolean park() {
        if (handler == null || link == null) {
            return false;
        }
        remains.begin(Instant.now());
        Optional<Parked> state;
        try {
            state = handler.park();
        } catch (GivenUp lost) {
            throw lost;
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, actor.id() + ": cannot be parked", thrown);
            notParked = Optional.of(String.valueOf(thrown.getMessage()));
            return false;
        }
        if (state.isEmpty()) {
            return false;
        }
        remains.keep(state.get());
        remains.setParameters(link.parameters());
        unlink();
        return true;
    }

    /** Leaves the connection to the core's next run, with what its handler parks; or ends it. */
    void leave() {
        boolean open = core.handovers().isOpen();
        if (!remains.isThere() && (!open || !park())) {
            if (open && notParked.isPresent()) {
                core.handovers().refuse(actor.id(), "the last run could not leave it: " + notParked.get());
            }
            disconnect();
            return;
        }
        if (open && core.handovers().leave(actor.id(), remains.since(), remains.parameters(), remains.state())) {
            remains.take();
        }
    }

    void disconnect() {
        if (handler != null && link != null) {
            endings.quietly("disconnect", handler::disconnect);
            connected = false;
        }
    }

    /**
     * The call that its handler is in is not waited for. By another thread than the call's.
     *
     * @param successor gets what a predecessor parked, if this handler was not given it
     * @param call the call; null when the handler only waited for a thread
     * @param why in words
     * @param gone told when the call has returned and all has ended
     * @return what is left of the handler until then
     */
    LostCall abandon(HandlerSlot successor, Call call, String why, Consumer<LostCall> gone) {
        Runnable unmap = () -> {};
        if (remains.isThere()) {
            successor.takeOver.givenUp(why, takeOver);
        }
        if (remains.isThere() && link == null) {
            successor.remains = remains;
            successor.scope = scope;
            remains = new Remains(core.memory().of(actor.id().domain()));
            scope = null;
        } else if (scope != null) {
            unmap = scope.abandon(thrown -> endings.failed("close event channels", thrown));
        }
        if (context != null) {
            context.end();
        }
        if (link != null) {
            link.end();
        }
        String what = call == null ? LostCall.WAITING : call.what();
        Runnable rest = unmap;
        LostCall lostCall = new LostCall(actor.id(), code, what, System.nanoTime(), () -> end(what, rest), gone);
        if (call == null) {
            code.lane().run(lostCall::end);
        } else {
            calls.whenReturned(lostCall::end, code.lane());
        }
        return lostCall;
    }

    /** After the call that was given up; on its thread. A handler that has parked is not told of the connection's end. */
    private void end(String what, Runnable unmap) {
        if (handler != null) {
            if (connected && !what.equals("park") && !what.equals("disconnect")) {
                endings.quietly("disconnect", handler::disconnect);
            }
            endings.quietly("close", handler::close);
        }
        endings.quietly("unmap memory", unmap::run);
        remains.close(endings);
    }

    void close() {
        if (handler != null) {
            DeviceHandler closing = handler;
            handler = null;
            context.end();
            context = null;
            reporter.forget();
            publication = Map.of();
            endings.quietly("close", closing::close);
        }
    }

    void release() {
        connected = false;
        if (link != null) {
            link.end();
            link = null;
        }
        if (scope != null) {
            ConnectionScope closing = scope;
            scope = null;
            endings.quietly("give back memory and event channels", closing::close);
        }
        remains.close(endings);
        figures.count(scope);
    }

    boolean parametersChanged(boolean publishedAgain, Set<String> changedNodes) {
        return link != null
                && (publishedAgain || changedNodes.stream().anyMatch(link::hasParameter))
                && link.parametersChanged();
    }

    void publishOwed() {
        if (context != null) {
            context.publishOwed();
        }
    }

    void tellBackendChanged(String node) throws Exception {
        if (handler != null) {
            handler.backendChanged(node);
        }
    }

    void tellFrontendChanged(String node) throws Exception {
        if (handler != null) {
            handler.frontendChanged(node);
        }
    }

    HandlerReport report() {
        return reporter.report(handler);
    }

    Optional<String> trouble() {
        return reporter.trouble(handler);
    }

    /** From any thread. */
    Optional<String> lastTrouble() {
        return reporter.lastTrouble();
    }

    /** @return whether a handler was ever made or asked for */
    boolean isUsed() {
        return code != null;
    }

    void count() {
        figures.count(scope);
    }

    /** From any thread. */
    Calls calls() {
        return calls;
    }

    /** @return whose handler it has or had, in words. From any thread. */
    String code() {
        BackendCode known = code;
        return known == null ? "its backend" : known.name();
    }

    /** From any thread. */
    HandoverView handover() {
        TakeOver.Progress progress = takeOver.progress();
        return new HandoverView(figures.lastPause(), progress.trouble(), progress.guestInvolved());
    }
}
