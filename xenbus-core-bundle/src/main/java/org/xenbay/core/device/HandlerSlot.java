// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceHandler.Handshake;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.store.StorePath;
import org.xenbay.core.machine.LinkOrigin;

/** A device's handler, from when it is opened until it is closed. On the device's mailbox only. */
final class HandlerSlot {

    private final DeviceActor actor;
    private final CoreContext core;
    private final ActorLog log;
    private final StorePath backendPath;
    /** The context of the handler, and of the call that opens the handler. */
    private @Nullable HandlerContext context;

    private @Nullable GuardedHandler handler;
    private Map<String, String> publication = Map.of();
    private final ConnectionLifecycle lifecycle;
    private final Reporter reporter;
    private final TakeOver takeOver;
    private final Calls calls;
    private volatile @Nullable BackendCode code;
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
        HandlerContext next = new HandlerContext(actor, core, log, backendPath, frontendPath, figures, takeOver);
        context = next;
        code = serving;
        try {
            open(serving, next);
        } catch (Throwable failed) {
            next.end();
            if (lifecycle.isParked()) {
                takeOver.notOpened(failed);
            }
            throw failed;
        }
    }

    /** Keeps a handler even if the call that opened it was given up, because the handler has to be closed. */
    private void open(BackendCode serving, HandlerContext given) {
        calls.enter("open");
        try {
            handler = new GuardedHandler(Answer.of(serving.ops().open(given), serving.ops(), "open"), serving, calls);
        } finally {
            calls.leave();
        }
    }

    /** Returns the handler, which the state machine opens before it asks for anything else. */
    private GuardedHandler opened() {
        GuardedHandler present = handler;
        if (present == null) {
            throw new IllegalStateException("there is no handler");
        }
        return present;
    }

    Readiness init() throws Exception {
        Keys published = new Keys();
        Readiness readiness = opened().init(published);
        publication = published.end();
        publication.put("hotplug-status", "connected");
        publication.put(Ownership.NODE, Ownership.MARK);
        return readiness;
    }

    /** @param otherwise while there is no handler */
    Handshake handshake(Handshake otherwise) {
        GuardedHandler present = handler;
        return present == null ? otherwise : present.handshake();
    }

    Map<String, String> publication() {
        return publication;
    }

    Readiness connect(StorePath frontendPath, LinkOrigin origin) throws Exception {
        return lifecycle.connect(opened(), frontendPath, origin);
    }

    void announce() throws Exception {
        opened().connected();
    }

    /** @return whether an update of the code should wait */
    boolean isHostSlow() {
        GuardedHandler linked = linked();
        return linked != null && linked.isHostSlow();
    }

    /** @return whether the device can be parked at once; the handler takes no new requests meanwhile */
    boolean quiesce() {
        GuardedHandler linked = linked();
        return linked == null || lifecycle.isParked() || linked.quiesce();
    }

    void unquiesce() {
        GuardedHandler linked = linked();
        if (linked != null) {
            linked.unquiesce();
        }
    }

    /** @return the handler, while it has a link */
    private @Nullable GuardedHandler linked() {
        return lifecycle.isLinked() ? handler : null;
    }

    boolean park() {
        GuardedHandler linked = linked();
        return linked != null && lifecycle.park(linked);
    }

    void leave() {
        lifecycle.leave(linked());
    }

    void disconnect() {
        GuardedHandler linked = linked();
        if (linked != null) {
            lifecycle.disconnect(linked);
        }
    }

    /**
     * Gives up the handler's call that is under way. On another thread than the call's.
     *
     * @param successor receives the predecessor's parked state, if this handler has not taken it
     * @param call the call in words, or {@link LostCall#WAITING}
     * @param why in words
     * @param returned registers work for when the call has returned
     * @param gone called when the call has returned and the handler has ended
     * @return the lost call, which holds the handler until then; empty when no handler was ever opened
     */
    Optional<LostCall> abandon(
            HandlerSlot successor, String call, String why, StuckCalls.Returned returned, Consumer<LostCall> gone) {
        Runnable unmap = lifecycle.giveUp(successor.lifecycle, why);
        HandlerContext ended = context;
        if (ended != null) {
            ended.end();
        }
        lifecycle.endLink();
        BackendCode called = code;
        if (called == null) {
            return Optional.empty();
        }
        LostCall lostCall = new LostCall(actor.id(), called, call, System.nanoTime(), () -> end(call, unmap), gone);
        returned.then(lostCall::end, called.lane());
        return Optional.of(lostCall);
    }

    /** Runs when the call that was given up has returned, on its thread. A handler that has parked is not disconnected. */
    private void end(String what, Runnable unmap) {
        GuardedHandler lost = handler;
        if (lost != null) {
            if (lifecycle.isConnected() && !what.equals("park") && !what.equals("disconnect")) {
                cleanup.quietly("disconnect", lost::disconnect);
            }
            cleanup.quietly("close", lost::close);
        }
        cleanup.quietly("unmap memory", unmap::run);
        lifecycle.closeParked();
    }

    void close() {
        HandlerContext ended = context;
        context = null;
        if (ended != null) {
            ended.end();
        }
        GuardedHandler closing = handler;
        handler = null;
        if (closing != null) {
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
        HandlerContext present = context;
        if (present != null) {
            present.publishOwed();
        }
    }

    void tellBackendChanged(String node) throws Exception {
        GuardedHandler present = handler;
        if (present != null) {
            present.backendChanged(node);
        }
    }

    void tellFrontendChanged(String node) throws Exception {
        GuardedHandler present = handler;
        if (present != null) {
            present.frontendChanged(node);
        }
    }

    HandlerReport report() {
        return reporter.report(handler, calls);
    }

    /** @return all but the details */
    HandlerReport briefReport() {
        return reporter.briefReport(handler, calls);
    }

    /** From any thread. */
    Optional<String> lastTrouble() {
        return reporter.lastTrouble();
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
