// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xenbay.api.device.DeviceHandler.Handshake;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.GrantException;
import org.xenbay.api.xen.XenException;
import org.xenbay.core.machine.Action;
import org.xenbay.core.machine.ActionVisitor;
import org.xenbay.core.machine.Event;
import org.xenbay.core.machine.LinkOrigin;
import org.xenbay.core.machine.Model;
import org.xenbay.core.machine.Observation;

/** Carries out what the state machine decided for one device. On the device's mailbox only. */
final class ActionRunner implements ActionVisitor<ActionResult> {

    private final DeviceActor actor;
    private final CoreContext core;
    private final ActorLog log;
    private final XenStore store;
    private final StorePath backendPath;
    private final StateNode stateNode;
    private final DeviceFigures figures;
    /** Replaced when a call of its handler was given up. */
    private volatile HandlerSlot slot;

    private final LostCalls lostCalls;

    private final Observer observer;
    /** The device's model when the current action began. */
    private Model model = Model.NEW;

    private final FrontendWatch frontendWatch;
    private final PhaseTimer timer;
    private final FailureReport failure;
    private final DeviceViews views;

    ActionRunner(DeviceActor actor, CoreContext core, ActorLog log) {
        this.actor = actor;
        this.core = core;
        this.log = log;
        this.store = core.xen().store();
        this.backendPath = actor.id().backendPath(core.xen().ownDomain());
        this.stateNode = new StateNode(store, backendPath);
        this.observer = new Observer(actor.id(), core, backendPath, stateNode);
        this.frontendWatch = new FrontendWatch(actor, store);
        this.timer = new PhaseTimer(actor, core);
        this.failure = new FailureReport(log, new ErrorNode(store, core.xen().ownDomain(), actor.id()));
        this.lostCalls = new LostCalls(actor, core);
        this.figures = new DeviceFigures(actor.id(), core.counters());
        this.views = new DeviceViews(actor.id(), backendPath, observer, figures, failure);
        this.slot = new HandlerSlot(actor, core, log, backendPath, figures);
    }

    /** Reads the device's nodes, after repeating writes that had failed. */
    Observation observe(Model model, Set<String> changedFrontendNodes) {
        actor.assertExecutor();
        stateNode.writeOwed();
        slot.publishOwed();
        return observer.observe(model, slot, changedFrontendNodes);
    }

    /** @param now the device's model after the decision that the action is part of */
    ActionResult run(Action action, Model now) throws Exception {
        actor.assertExecutor();
        model = now;
        return action.accept(this);
    }

    @Override
    public ActionResult openToAdopt() {
        return ActionResult.then(new Event.Opened(open(), handshake()));
    }

    @Override
    public ActionResult init() throws Exception {
        Readiness opened = open();
        Readiness readiness = opened == Readiness.ready() ? slot.init() : opened;
        return ActionResult.then(new Event.Initialised(readiness, handshake()));
    }

    @Override
    public ActionResult disown() {
        Ownership.disown(store, backendPath);
        return ActionResult.DONE;
    }

    @Override
    public ActionResult openHandler() {
        open();
        return ActionResult.DONE;
    }

    @Override
    public ActionResult park() {
        return ActionResult.then(new Event.Parked(slot.park()));
    }

    @Override
    public ActionResult leave() {
        slot.leave();
        return ActionResult.DONE;
    }

    @Override
    public ActionResult disconnect() {
        slot.disconnect();
        return ActionResult.DONE;
    }

    @Override
    public ActionResult closeHandler() {
        slot.close();
        return ActionResult.DONE;
    }

    @Override
    public ActionResult release() {
        slot.release();
        return ActionResult.DONE;
    }

    /**
     * Gives up the handler's call that is under way. On the mailbox, which has another thread by now.
     *
     * @param call the call in words, or {@link LostCall#WAITING}
     * @param why in words
     * @param returned registers work for when the call has returned
     */
    void abandon(String call, String why, StuckCalls.Returned returned) {
        actor.assertExecutor();
        HandlerSlot lost = slot;
        slot = new HandlerSlot(actor, core, log, backendPath, figures);
        lost.abandon(slot, call, why, returned, lostCalls::ended)
                .or(lostCalls::waiting)
                .ifPresent(lostCalls::add);
        slot.count();
    }

    /** @return what follows from an action whose call was given up */
    Event givenUp(Action action, String why) {
        if (action instanceof Action.Connect connect && connect.origin() == LinkOrigin.PARKED) {
            return slot.isParked() ? new Event.Refused(why) : new Event.Failed(Failure.EIO, why);
        }
        return new Event.GivenUp(why);
    }

    /** @return ready when there is a handler; otherwise which given-up call of the same code has to return before */
    private Readiness open() {
        frontendWatch.open(observer.frontendPath());
        Optional<String> awaited = lostCalls.awaited();
        if (awaited.isPresent()) {
            return Readiness.waitFor(Readiness.Side.HOST, awaited.get());
        }
        slot.open(observer.frontendPath());
        return Readiness.ready();
    }

    private Handshake handshake() {
        return slot.handshake(model.handshake());
    }

    @Override
    public ActionResult publish() {
        StateNode.Outcome outcome = stateNode.write(XenbusState.INIT_WAIT, slot.publication());
        return outcome == StateNode.Outcome.WRITTEN ? ActionResult.then(new Event.Published()) : ActionResult.OVERTAKEN;
    }

    @Override
    public ActionResult connect(Action.Connect action) throws Exception {
        LinkOrigin origin = action.origin();
        Readiness opened = Readiness.ready();
        try {
            opened = origin == LinkOrigin.FRESH ? opened : open();
            return ActionResult.then(new Event.Linked(
                    opened == Readiness.ready() ? slot.connect(observer.frontendPath(), origin) : opened));
        } catch (GivenUp lost) {
            throw lost;
        } catch (Throwable thrown) {
            Optional<Event> follows = origin == LinkOrigin.PARKED ? notTakenOver(thrown) : contested(thrown);
            if (follows.isEmpty()) {
                throw thrown;
            }
            return ActionResult.then(follows.get());
        }
    }

    /** What was parked stays for another handler, if this handler has not changed it. */
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
        String competitor = Ownership.competitor(actor.id(), null, core.competitors(), "");
        return competitor.isEmpty() ? Optional.empty() : Optional.of(new Event.Contested(competitor));
    }

    @Override
    public ActionResult announce() throws Exception {
        failure.recovered();
        log.info("connected");
        slot.announce();
        return ActionResult.DONE;
    }

    @Override
    public ActionResult writeState(Action.WriteState action) {
        try {
            StateNode.Outcome outcome = stateNode.write(action.state(), Map.of());
            return outcome == StateNode.Outcome.OVERTAKEN ? ActionResult.OVERTAKEN : ActionResult.DONE;
        } catch (XenStoreException failed) {
            if (Failure.isConflict(failed)) {
                actor.lookAgain();
            } else if (!Failure.isStoreLost(failed)) {
                throw failed;
            }
            stateNode.owe(action.state());
            return ActionResult.DONE;
        }
    }

    @Override
    public ActionResult report(Action.Report action) {
        failure.report(action.errno(), action.message());
        return ActionResult.DONE;
    }

    @Override
    public ActionResult startTimer(Action.StartTimer action) {
        timer.start(action.purpose());
        return ActionResult.DONE;
    }

    @Override
    public ActionResult stopTimer() {
        timer.stop();
        return ActionResult.DONE;
    }

    @Override
    public ActionResult forget() {
        new CloseAll()
                .then(timer::stop)
                .then(slot::close)
                .then(slot::release)
                .then(frontendWatch::close)
                .then(failure::removed)
                .then(actor::forgotten)
                .finish();
        return ActionResult.DONE;
    }

    /** @return the handler's slot; it is replaced when a call of its handler was given up. From any thread. */
    HandlerSlot slot() {
        return slot;
    }

    void countEvent() {
        figures.countEvent();
    }

    /** Asks its handler. */
    HandlerReport trouble() {
        return slot.briefReport();
    }

    /** Reports the handler's last answer. From any thread. */
    HandlerReport lastTrouble() {
        return new HandlerReport(
                Map.of(), figures.ofBackend().counters(), slot.lastTrouble().orElse(""));
    }

    DeviceViews views() {
        return views;
    }
}
