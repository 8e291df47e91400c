// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceHandler.Handshake;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.store.StorePath;
import org.xenbay.core.device.Calls.Call;
import org.xenbay.core.machine.LinkOrigin;

/** A device's handler, from its making to its end. On the device's mailbox only. */
final class HandlerSlot {

    private final DeviceActor actor;
    private final CoreContext core;
    private final ActorLog log;
    private final StorePath backendPath;
    private HandlerContext context;
    private DeviceHandler handler;
    private Map<String, String> publication = Map.of();
    private final ConnectionLifecycle lifecycle;
    private final Reporter reporter;
    private final TakeOver takeOver;
    private final Calls calls;
    private volatile BackendCode code;
    private final CleanupSteps cleanup;
    private final DeviceFigures figures;

    HandlerSlot(DeviceActor actor, CoreContext core, ActorLog log, StorePath backendPath, DeviceFigures figures) {
        this.actor = actor;
        this.core = core;
        this.log = log;
        this.backendPath = backendPath;
        this.calls = new Calls(actor.id());
        this.takeOver = new TakeOver(core.xen().store(), actor.id().domain());
        this.cleanup = new CleanupSteps(actor.id());
        this.reporter = new Reporter(log, figures, () -> core.persistentMemory().refusal(actor.id()));
        this.figures = figures;
        this.lifecycle = new ConnectionLifecycle(actor, core, takeOver, figures, cleanup);
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
        lifecycle.setHandler(handler, serving.name());
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

    Readiness connect(StorePath frontendPath, LinkOrigin origin) throws Exception {
        return lifecycle.connect(frontendPath, origin);
    }

    void announce() throws Exception {
        handler.connected();
    }

    /** @return whether an update of its code should wait */
    boolean isHeldUp() {
        return handler != null && lifecycle.isLinked() && handler.isHeldUp();
    }

    /** @return whether it can be parked at once */
    boolean comeToRest() {
        return handler == null || !lifecycle.isLinked() || lifecycle.isParked() || handler.comeToRest();
    }

    void carryOn() {
        if (handler != null && lifecycle.isLinked()) {
            handler.carryOn();
        }
    }

    boolean park() {
        return lifecycle.park();
    }

    void leave() {
        lifecycle.leave();
    }

    void disconnect() {
        lifecycle.disconnect();
    }

    /**
     * Gives up the call that its handler is in. By another thread than the call's.
     *
     * @param successor gets what a predecessor parked, if this handler has not taken it
     * @param call the call; null when the handler only waited for a thread
     * @param why in words
     * @param returned has something done when the call has returned
     * @param gone called when the call has returned and the handler has ended
     * @return holds the handler until then
     */
    LostCall abandon(
            HandlerSlot successor, Call call, String why, StuckCalls.Returned returned, Consumer<LostCall> gone) {
        Runnable unmap = lifecycle.giveUp(successor.lifecycle, why);
        if (context != null) {
            context.end();
        }
        lifecycle.endLink();
        String what = call == null ? LostCall.WAITING : call.what();
        LostCall lostCall = new LostCall(actor.id(), code, what, System.nanoTime(), () -> end(what, unmap), gone);
        returned.then(lostCall::end, code.lane());
        return lostCall;
    }

    /**
     * Runs when the call that was given up has returned, on its thread. A handler that has parked is not told of the
     * connection's end.
     */
    private void end(String what, Runnable unmap) {
        if (handler != null) {
            if (lifecycle.isConnected() && !what.equals("park") && !what.equals("disconnect")) {
                cleanup.quietly("disconnect", handler::disconnect);
            }
            cleanup.quietly("close", handler::close);
        }
        cleanup.quietly("unmap memory", unmap::run);
        lifecycle.closeParked();
    }

    void close() {
        if (handler != null) {
            DeviceHandler closing = handler;
            handler = null;
            lifecycle.clearHandler();
            context.end();
            context = null;
            reporter.forget();
            publication = Map.of();
            cleanup.quietly("close", closing::close);
        }
    }

    void release() {
        lifecycle.release();
    }

    boolean parametersChanged(boolean publishedAgain, Set<String> changedNodes) {
        return lifecycle.parametersChanged(publishedAgain, changedNodes);
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

    /** @return whether a handler was ever asked for */
    boolean isUsed() {
        return code != null;
    }

    /** @return whether something is parked that was not taken over */
    boolean isParked() {
        return lifecycle.isParked();
    }

    void count() {
        lifecycle.count();
    }

    /** From any thread. */
    Calls calls() {
        return calls;
    }

    /** @return the code of its handler or of its last one, in words. From any thread. */
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
