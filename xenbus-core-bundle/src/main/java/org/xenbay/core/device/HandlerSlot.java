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
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.store.StorePath;
import org.xenbay.core.device.Calls.Call;
import org.xenbay.core.machine.LinkOrigin;

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
    private final Connection connection;
    private Remains remains;
    private final Reporter reporter;
    private final TakeOver takeOver;
    private final Calls calls;
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
        this.calls = new Calls(actor.id());
        this.takeOver = new TakeOver(core.xen().store(), actor.id().domain());
        this.endings = new Endings(actor.id());
        this.remains = new Remains(core.memory().of(actor.id().domain()));
        this.reporter = new Reporter(log, figures, () -> core.persistentMemory().refusal(actor.id()));
        this.figures = figures;
        this.connection = new Connection(actor, core, takeOver, figures);
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
        figures.readDomainName(core.xen().store(), actor.id().domain());
        takeOver.begin();
        context = new HandlerContext(actor, core, log, backendPath, frontendPath, figures.domainName(), takeOver);
        code = serving;
        calls.enter("open");
        try {
            handler = new GuardedHandler(Answer.of(serving.ops().open(context), serving.ops(), "open"), serving, calls);
        } finally {
            calls.leave();
        }
    }

    boolean isOpen() {
        return handler != null;
    }

    Readiness init() throws Exception {
        Keys published = new Keys();
        Readiness readiness = handler.init(published);
        publication = published.end();
        publication.put("hotplug-status", "connected");
        publication.put(Ownership.NODE, Ownership.MARK);
        return readiness;
    }

    Handshake handshake() {
        return handler.handshake();
    }

    Map<String, String> publication() {
        return publication;
    }

    /** Has the handler serve a connection. What was parked stays while the handler waits, for the next attempt. */
    Readiness connect(StorePath frontendPath, LinkOrigin origin) throws Exception {
        if (origin == LinkOrigin.PARKED && (!remains.isThere() || !connection.isOpen())) {
            throw new IllegalStateException("nothing was parked");
        }
        Nodes nodes = new Nodes(core.xen().store(), frontendPath);
        if (origin == LinkOrigin.ADOPTED && !remains.isThere()) {
            return adopt(nodes);
        } else if (origin == LinkOrigin.PARKED
                || origin == LinkOrigin.ADOPTED && Link.isPublished(nodes, remains.parameters())) {
            return resume(nodes);
        }
        return begin(nodes, Origin.fresh());
    }

    /**
     * The connection is an earlier run's, which has parked it or was killed. A frontend that offers other rings than those
     * that were parked has begun anew.
     */
    private Readiness adopt(Nodes nodes) throws Exception {
        Optional<Map<String, String>> left = core.handovers().left(actor.id());
        if (left.isEmpty()) {
            return begin(nodes, Origin.adopted());
        }
        if (!Link.isPublished(nodes, left.get())) {
            return begin(nodes, Origin.fresh());
        }
        Readiness ready = core.handovers().ready(actor.id());
        if (ready != Readiness.ready()) {
            return ready;
        }
        release();
        remains.begin(core.handovers().leftAt(actor.id()));
        remains.keep(core.handovers().take(actor.id()));
        remains.setParameters(left.get());
        connection.open();
        return resume(nodes);
    }

    private Readiness begin(Nodes nodes, Origin origin) throws Exception {
        release();
        core.handovers().drop(actor.id());
        connection.open();
        return linkUp(nodes, origin);
    }

    private Readiness resume(Nodes nodes) throws Exception {
        Origin.Resumed parked = () -> {
            takeOver.asksForParked();
            return remains.state();
        };
        Readiness readiness = takeOver.follow(() -> linkUp(nodes, parked));
        if (readiness == Readiness.ready()) {
            takeOver.done();
            remains.take();
            figures.handedOver(actor.id(), code.name(), remains.time());
            connection.dropUnclaimed(endings);
        }
        return readiness;
    }

    private Readiness linkUp(Nodes nodes, Origin origin) throws Exception {
        try {
            Readiness readiness = handler.connect(connection.link(nodes), origin);
            connected = readiness == Readiness.ready();
            if (connected) {
                connection.count();
            } else {
                unlinkOrRelease(remains.isThere());
            }
            return readiness;
        } catch (GivenUp passedOn) {
            throw passedOn;
        } catch (Throwable thrown) {
            unlinkOrRelease(remains.isThere() && isLeftAsItWas(thrown));
            throw thrown;
        }
    }

    /** @return whether what was parked can be taken over in another attempt, after a failure of this one */
    private boolean isLeftAsItWas(Throwable thrown) {
        return thrown instanceof RefusedStateException
                || Failure.isStoreLost(thrown)
                || Failure.isConflict(thrown)
                || takeOver.isUntouched();
    }

    private void unlinkOrRelease(boolean keeps) {
        if (keeps) {
            unlink();
        } else {
            release();
        }
    }

    private void unlink() {
        connected = false;
        connection.unlink();
    }

    void announce() throws Exception {
        handler.connected();
    }

    /** @return whether its code had better not be replaced now */
    boolean isHeldUp() {
        return handler != null && connection.isLinked() && handler.isHeldUp();
    }

    /** @return whether it can be parked at once */
    boolean comeToRest() {
        return handler == null || !connection.isLinked() || remains.isThere() || handler.comeToRest();
    }

    void carryOn() {
        if (handler != null && connection.isLinked()) {
            handler.carryOn();
        }
    }

    boolean park() {
        if (handler == null || !connection.isLinked()) {
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
        remains.setParameters(connection.link().parameters());
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
        if (handler != null && connection.isLinked()) {
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
     * @param returned has something done when the call has returned
     * @param gone told when the call has returned and all has ended
     * @return what is left of the handler until then
     */
    LostCall abandon(
            HandlerSlot successor, Call call, String why, StuckCalls.Returned returned, Consumer<LostCall> gone) {
        Runnable unmap = () -> {};
        if (remains.isThere()) {
            successor.takeOver.givenUp(why, takeOver);
        }
        if (remains.isThere() && (!connection.isLinked() || takeOver.forbid())) {
            successor.remains = remains;
            connection.giveTo(successor.connection);
            remains = new Remains(core.memory().of(actor.id().domain()));
        } else {
            unmap = connection.abandon(thrown -> endings.failed("close event channels", thrown));
        }
        if (context != null) {
            context.end();
        }
        connection.endLink();
        String what = call == null ? LostCall.WAITING : call.what();
        Runnable rest = unmap;
        LostCall lostCall = new LostCall(actor.id(), code, what, System.nanoTime(), () -> end(what, rest), gone);
        returned.then(lostCall::end, code.lane());
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
        connection.release(endings);
        remains.close(endings);
    }

    boolean parametersChanged(boolean publishedAgain, Set<String> changedNodes) {
        return connection.parametersChanged(publishedAgain, changedNodes);
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

    /** @return whether something is parked that was not taken over */
    boolean isParked() {
        return remains.isThere();
    }

    void count() {
        connection.count();
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
