// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.device.DeviceHandler.Handshake;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.GrantException;
import org.xenbay.api.xen.XenException;
import org.xenbay.core.device.Calls.Call;
import org.xenbay.core.machine.Action;
import org.xenbay.core.machine.Event;
import org.xenbay.core.machine.LinkOrigin;
import org.xenbay.core.machine.Model;
import org.xenbay.core.machine.Observation;
import org.xenbay.core.machine.Phase;

/** Carries out what the state machine decided for one device. On the device's mailbox only. */
final class ActionRunner {

    /**
     * @param follows what happens next because of the action
     * @param overtaken whether somebody else changed the device, so that the remaining actions are void
     */
    record Result(Optional<Event> follows, boolean overtaken) {
        static final Result DONE = new Result(Optional.empty(), false);

        static Result then(Event event) {
            return new Result(Optional.of(event), false);
        }
    }

    private final DeviceActor actor;
    private final CoreContext core;
    private final ActorLog log;
    private final XenStore store;
    private final StorePath backendPath;
    private final StateNode stateNode;
    private final ErrorNode errorNode;
    private final Figures figures;
    /** Another one when a call of its handler was given up. */
    private volatile HandlerSlot slot;

    private final LostCalls lostCalls;

    private volatile StorePath frontendPath;
    private Watch frontendWatch;
    /** A state that could not be written: XenStore was away, or the node was just being changed. */
    private XenbusState unwritten;

    private ScheduledFuture<?> timer;
    private volatile String failure = "";

    ActionRunner(DeviceActor actor, CoreContext core, ActorLog log) {
        this.actor = actor;
        this.core = core;
        this.log = log;
        this.store = core.xen().store();
        this.backendPath = actor.id().backendPath(core.xen().ownDomain());
        this.stateNode = new StateNode(store, backendPath);
        this.errorNode = new ErrorNode(store, core.xen().ownDomain(), actor.id());
        this.lostCalls = new LostCalls(actor, core);
        this.figures = new Figures("Domain-" + actor.id().domain());
        this.slot = new HandlerSlot(actor, core, log, backendPath, figures);
    }

    /** Reads the device's nodes, after making a write that was owed. */
    Observation observe(Model model, Set<String> changedFrontendNodes) {
        if (unwritten != null) {
            stateNode.write(unwritten, Map.of());
            unwritten = null;
        }
        slot.publishOwed();
        List<Optional<String>> values = store.readAll(List.of(
                backendPath,
                backendPath.child("state"),
                backendPath.child("online"),
                backendPath.child("frontend"),
                backendPath.child(Ownership.NODE)));
        noteFrontend(values.get(3).orElse(""));
        XenbusState frontend = frontendPath == null
                ? XenbusState.UNKNOWN
                : XenbusState.ofNode(store.read(frontendPath.child("state")).orElse(null));
        XenbusState backend = XenbusState.ofNode(values.get(1).orElse(null));
        stateNode.read(backend);
        boolean online = values.get(2).filter("1"::equals).isPresent();
        boolean changed = model.phase() == Phase.CONNECTED
                && slot.parametersChanged(frontend == XenbusState.INITIALISED, changedFrontendNodes);
        String competitor = Ownership.competitor(
                actor.id(), values.get(4), core.competitors(), model.seen().competitor());
        return new Observation(
                values.get(0).isPresent(), backend, online, frontendPath != null, frontend, changed, competitor);
    }

    /** The toolstack names the frontend; a path elsewhere would make us read other domains' nodes for this one. */
    private void noteFrontend(String value) {
        if (frontendPath == null && StorePath.isValid(value)) {
            StorePath path = StorePath.of(value);
            StorePath domain = StorePath.ofDomain(actor.id().domain());
            if (path.isAtOrBelow(domain) && !path.equals(domain)) {
                frontendPath = path;
            }
        }
    }

    Result run(Action action, Model model) throws Exception {
        if (action instanceof Action.OpenToAdopt) {
            return Result.then(new Event.Opened(open(), handshake(model)));
        } else if (action instanceof Action.Init) {
            Readiness opened = open();
            Readiness readiness = opened == Readiness.ready() ? slot.init() : opened;
            return Result.then(new Event.Initialised(readiness, handshake(model)));
        } else if (action instanceof Action.Publish) {
            return publish();
        } else if (action instanceof Action.Connect connect) {
            return connect(connect.origin());
        } else if (action instanceof Action.Disown) {
            Ownership.disown(store, backendPath);
        } else if (action instanceof Action.Announce) {
            announce();
        } else if (action instanceof Action.WriteState write) {
            return write(write.state());
        } else if (action instanceof Action.OpenHandler) {
            open();
        } else if (action instanceof Action.Park) {
            return Result.then(new Event.Parked(slot.park()));
        } else if (action instanceof Action.Leave) {
            slot.leave();
        } else if (action instanceof Action.Disconnect) {
            slot.disconnect();
        } else if (action instanceof Action.CloseHandler) {
            slot.close();
        } else if (action instanceof Action.Release) {
            slot.release();
        } else if (action instanceof Action.Report report) {
            report(report);
        } else if (action instanceof Action.StartTimer start) {
            startTimer(start.purpose());
        } else if (action instanceof Action.StopTimer) {
            stopTimer();
        } else if (action instanceof Action.Forget) {
            forget();
        }
        return Result.DONE;
    }

    /**
     * The call that its handler is in is not waited for any more. On the mailbox, which has another thread by now.
     *
     * @param call the call; null when the handler only waited for a thread
     * @param why in words
     */
    void abandon(Call call, String why) {
        HandlerSlot lost = slot;
        slot = new HandlerSlot(actor, core, log, backendPath, figures);
        lostCalls.add(lost.isUsed() ? lost.abandon(slot, call, why, lostCalls::ended) : lostCalls.waiting());
        slot.count();
    }

    /** @return what follows from an action whose call was given up */
    Event givenUp(Action action, String why) {
        if (action instanceof Action.Connect connect && connect.origin() == LinkOrigin.PARKED) {
            return slot.isParked() ? new Event.Refused(why) : new Event.Failed(Failure.EIO, why);
        }
        return new Event.GivenUp(why);
    }

    private void watchFrontend() {
        if (frontendWatch == null) {
            StorePath path = frontendPath;
            frontendWatch = store.watch(path, changed -> frontendChanged(path, changed));
        }
    }

    /** On the thread that reads XenStore's answers. */
    private void frontendChanged(StorePath path, String changed) {
        String prefix = path + "/";
        actor.frontendChanged(changed.startsWith(prefix) ? changed.substring(prefix.length()) : "");
    }

    /** @return ready when there is a handler; else which of its calls that were given up has to return before */
    private Readiness open() {
        watchFrontend();
        Optional<String> awaited = lostCalls.awaited();
        if (awaited.isPresent()) {
            return Readiness.waitFor(Readiness.Side.HOST, awaited.get());
        }
        slot.open(frontendPath);
        return Readiness.ready();
    }

    private Handshake handshake(Model model) {
        return slot.isOpen() ? slot.handshake() : model.handshake();
    }

    private Result publish() {
        StateNode.Outcome outcome = stateNode.write(XenbusState.INIT_WAIT, slot.publication());
        return outcome == StateNode.Outcome.WRITTEN
                ? Result.then(new Event.Published())
                : new Result(Optional.empty(), true);
    }

    private Result connect(LinkOrigin origin) throws Exception {
        Readiness opened = Readiness.ready();
        try {
            opened = origin == LinkOrigin.FRESH ? opened : open();
            return Result.then(
                    new Event.Linked(opened == Readiness.ready() ? slot.connect(frontendPath, origin) : opened));
        } catch (GivenUp lost) {
            throw lost;
        } catch (Throwable thrown) {
            Optional<Event> follows = origin == LinkOrigin.PARKED ? notTakenOver(thrown) : contested(thrown);
            if (follows.isEmpty()) {
                throw thrown;
            }
            return Result.then(follows.get());
        }
    }

    /** What was parked stays for another handler, if this one has left it as it was. */
    private Optional<Event> notTakenOver(Throwable thrown) {
        if (!slot.isParked() || Failure.isStoreLost(thrown) || Failure.isConflict(thrown)) {
            return Optional.empty();
        }
        Failure refusal = Failure.of(thrown);
        if (refusal.isUnexpected()) {
            log.unexpected(thrown);
        }
        log.error("not taken over by the new backend: " + refusal.message());
        return Optional.of(new Event.Refused(refusal.message()));
    }

    /** A port that is bound already is refused (EVTCHNOP_bind_interdomain), the ring's grants are not. */
    private Optional<Event> contested(Throwable thrown) {
        if (!(thrown instanceof XenException) || thrown instanceof GrantException) {
            return Optional.empty();
        }
        String competitor = Ownership.competitor(actor.id(), Optional.empty(), core.competitors(), "");
        return competitor.isEmpty() ? Optional.empty() : Optional.of(new Event.Contested(competitor));
    }

    private void announce() throws Exception {
        if (!failure.isEmpty()) {
            failure = "";
            errorNode.clear();
        }
        log.info("connected");
        slot.announce();
    }

    private Result write(XenbusState state) {
        try {
            boolean overtaken = stateNode.write(state, Map.of()) == StateNode.Outcome.OVERTAKEN;
            unwritten = null;
            return new Result(Optional.empty(), overtaken);
        } catch (XenStoreException failed) {
            if (Failure.isConflict(failed)) {
                actor.lookAgain();
            } else if (!Failure.isStoreLost(failed)) {
                throw failed;
            }
            unwritten = state;
            return Result.DONE;
        }
    }

    private void report(Action.Report report) {
        failure = report.message();
        log.error(report.message());
        errorNode.write(report.errno(), report.message());
    }

    private void startTimer(Action.Purpose purpose) {
        stopTimer();
        long millis = (purpose == Action.Purpose.CLOSE ? core.closeTimeout() : core.handoverTimeout()).toMillis();
        timer = core.timers().schedule(() -> actor.post(new Event.TimedOut()), millis, TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void forget() {
        Watch watch = frontendWatch;
        frontendWatch = null;
        new CloseAll()
                .then(this::stopTimer)
                .then(slot::close)
                .then(slot::release)
                .then(() -> {
                    if (watch != null) {
                        watch.close();
                    }
                })
                .then(() -> {
                    if (!failure.isEmpty()) {
                        errorNode.clear();
                    }
                })
                .then(() -> core.forgotten(actor.id()))
                .finish();
    }

    void tellBackendChanged(String node) throws Exception {
        slot.tellBackendChanged(node);
    }

    void tellFrontendChanged(String node) throws Exception {
        slot.tellFrontendChanged(node);
    }

    /** From any thread. */
    Calls calls() {
        return slot.calls();
    }

    /** @return whose code it calls, in words. From any thread. */
    String code() {
        return slot.code();
    }

    void countEvent() {
        figures.countEvent();
    }

    boolean isHeldUp() {
        return slot.isHeldUp();
    }

    boolean comesToRest() {
        return slot.comeToRest();
    }

    void carryOn() {
        slot.carryOn();
    }

    HandoverView handover() {
        return slot.handover();
    }

    HandlerReport report() {
        return slot.report();
    }

    /** Asks its handler. */
    HandlerReport trouble() {
        return new HandlerReport(Map.of(), slot.trouble(), Optional.empty());
    }

    /** By its handler's last word. From any thread. */
    HandlerReport lastTrouble() {
        return new HandlerReport(Map.of(), slot.lastTrouble(), Optional.empty());
    }

    /** From any thread: everything read here is immutable or volatile. */
    DeviceView view(Model model, int debugLevel, List<DeviceView.Transition> transitions, HandlerReport report) {
        DeviceId id = actor.id();
        XenbusState frontend = model.handshake() == Handshake.NONE
                ? XenbusState.UNKNOWN
                : model.seen().frontend();
        return new DeviceView(
                id,
                figures.domainName(),
                model.seen().backend(),
                frontend,
                model.seen().online(),
                model.phase().name(),
                report.explain(model.waiting()),
                failure,
                figures.events(),
                figures.mappedPages(),
                figures.boundPorts(),
                debugLevel,
                backendPath.toString(),
                frontendPath == null ? "" : frontendPath.toString(),
                report.details(),
                transitions);
    }
}
