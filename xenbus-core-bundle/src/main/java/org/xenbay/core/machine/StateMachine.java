// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import static org.xenbay.api.device.XenbusState.CLOSED;
import static org.xenbay.api.device.XenbusState.CLOSING;
import static org.xenbay.api.device.XenbusState.CONNECTED;
import static org.xenbay.api.device.XenbusState.INITIALISING;
import static org.xenbay.api.device.XenbusState.INIT_WAIT;
import static org.xenbay.api.device.XenbusState.UNKNOWN;

import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.core.machine.Action.Purpose;

/**
 * The states of a device as a pure function: the device's model and an event determine the next model and the actions. The
 * function has no input or output, so that it can be tested, explained and replayed.
 *
 * <p>Observations of XenStore are level-triggered: only the values count, not the changes that caused the reading.
 */
public final class StateMachine {

    private StateMachine() {}

    /**
     * @param model the device
     * @param event what has happened
     * @return the next model and the actions
     */
    public static Decision decide(Model model, Event event) {
        Step step = new Step(model);
        if (model.phase() == Phase.GONE) {
            return step.decision();
        }
        if (event instanceof Event.Observed observed) {
            step.see(observed.now());
            observed(step);
        } else if (event instanceof Event.Opened opened) {
            opened(step.setHandshake(opened.handshake()), opened.readiness());
        } else if (event instanceof Event.Initialised initialised) {
            initialised(step.setHandshake(initialised.handshake()), initialised.readiness());
        } else if (event instanceof Event.Published) {
            step.wrote(INIT_WAIT);
            initWait(step);
        } else if (event instanceof Event.Linked linked) {
            linked(step, linked.readiness());
        } else if (event instanceof Event.Contested contested) {
            contested(step, contested.competitor());
        } else if (event instanceof Event.Failed failed) {
            Closing.failed(step, failed.errno(), failed.message());
        } else if (event instanceof Event.GivenUp given) {
            ServiceChanges.givenUp(step, given.why());
        } else if (event instanceof Event.GuestGone) {
            Closing.guestGone(step);
        } else if (event instanceof Event.TimedOut) {
            Closing.timedOut(step);
        } else if (event instanceof Event.StoreLost) {
            storeLost(step);
        } else if (event instanceof Event.StoreBusy) {
            storeBusy(step);
        } else {
            ServiceChanges.decide(step, event);
        }
        return step.decision();
    }

    private static void observed(Step step) {
        if (!step.seen().backendExists()) {
            step.endLink().act(new Action.CloseHandler()).act(new Action.StopTimer());
            step.to(Phase.GONE).act(new Action.Forget()).says("removed by the toolstack");
            return;
        }
        if (step.phase() != Phase.DISCOVERED && step.foreign(INITIALISING)) {
            recreated(step);
            return;
        }
        switch (step.phase()) {
            case DISCOVERED -> discovered(step);
            case INITIALISING -> initialising(step);
            case INIT_WAIT -> initWait(step);
            case CONNECTED -> connected(step);
            case CLOSE_REQUESTED -> Closing.closeRequested(step);
            case PARKED -> parked(step);
            case CLOSING -> Closing.closing(step);
            case CLOSED -> Closing.closed(step);
            default -> throw new IllegalStateException("observed in phase " + step.phase());
        }
    }

    /** The toolstack has removed the device and made another one of the same number between two observations. */
    private static void recreated(Step step) {
        step.endLink().act(new Action.CloseHandler()).act(new Action.StopTimer());
        step.forgetPast();
        if (step.isServed()) {
            discovered(step);
        } else {
            step.to(Phase.GONE).act(new Action.Forget());
        }
    }

    private static void discovered(Step step) {
        if (!step.seen().competitor().isEmpty()) {
            leaveTo(step, step.seen().competitor());
            return;
        }
        if (!step.seen().frontendValid()) {
            step.waits(Side.TOOLSTACK, "node frontend, a directory of that domain");
            return;
        }
        switch (step.seen().backend()) {
            case INITIALISING, INIT_WAIT, INITIALISED -> {
                step.adoptWritten();
                initialising(step.act(new Action.OpenHandler()).to(Phase.INITIALISING));
            }
            case CONNECTED -> {
                step.adoptWritten();
                initialising(step.setOrigin(LinkOrigin.ADOPTED).to(Phase.INITIALISING));
            }
            case CLOSING -> {
                step.adoptWritten();
                step.act(new Action.OpenHandler()).to(Phase.CLOSING).act(new Action.StartTimer(Purpose.CLOSE));
                Closing.closing(step.allowRestart());
            }
            case CLOSED -> {
                step.adoptWritten();
                Closing.closed(
                        step.act(new Action.OpenHandler()).to(Phase.CLOSED).allowRestart());
            }
            default -> step.waits(Side.TOOLSTACK, "node state, a number from 1 to 6");
        }
    }

    private static void leaveTo(Step step, String competitor) {
        step.says("not served: " + competitor + " already serves this device");
    }

    /** Both programs took the device at the same time, and the other one has bound the frontend's port first. */
    private static void contested(Step step, String competitor) {
        if (step.phase() == Phase.INIT_WAIT) {
            step.endLink().act(new Action.CloseHandler()).act(new Action.Disown());
            step.forgetPast();
            leaveTo(step, competitor);
        }
    }

    static void initialising(Step step) {
        if (step.foreign(CLOSING) || step.foreign(CLOSED)) {
            step.to(Phase.CLOSED).write(CLOSED);
            Closing.closed(step);
        } else if (!Closing.frontendEnds(step)) {
            step.to(Phase.INITIALISING);
            if (step.origin() == LinkOrigin.ADOPTED) {
                step.act(new Action.OpenToAdopt());
            } else if (step.seen().online()) {
                step.act(new Action.Init());
            } else {
                step.waits(Side.TOOLSTACK, "node online, 1");
            }
        }
    }

    private static void opened(Step step, Readiness readiness) {
        if (step.phase() != Phase.INITIALISING) {
            return;
        } else if (readiness != Readiness.ready()) {
            step.waits(readiness);
        } else if (!step.frontendPublished() && step.frontend() == UNKNOWN) {
            Closing.closed(step.to(Phase.CLOSED).write(CLOSED));
        } else {
            adopt(step);
        }
    }

    /** Continues the connection of an earlier run, unless its frontend has started again. */
    private static void adopt(Step step) {
        if (step.frontendPublished()) {
            step.to(Phase.INIT_WAIT).connect();
        } else {
            step.act(new Action.Release()).setOrigin(LinkOrigin.FRESH);
            step.to(Phase.INITIALISING).act(new Action.Init());
        }
    }

    private static void initialised(Step step, Readiness readiness) {
        if (step.phase() != Phase.INITIALISING) {
            return;
        } else if (readiness != Readiness.ready()) {
            step.waits(readiness);
        } else {
            step.to(Phase.INIT_WAIT).act(new Action.Publish());
        }
    }

    private static void initWait(Step step) {
        if (step.phase() != Phase.INIT_WAIT) {
            return;
        }
        if (step.foreign(CLOSING) || step.foreign(CLOSED)) {
            Closing.closed(step.endLink().to(Phase.CLOSED).write(CLOSED));
        } else if (!Closing.frontendEnds(step)) {
            if (step.origin() == LinkOrigin.ADOPTED) {
                adopt(step);
            } else if (step.frontendPublished()) {
                step.connect();
            } else {
                step.waits(Side.FRONTEND, "state Initialised or Connected, it is " + step.frontend());
            }
        }
    }

    private static void linked(Step step, Readiness readiness) {
        if (step.phase() != Phase.INIT_WAIT && step.phase() != Phase.PARKED) {
            return;
        }
        if (readiness == Readiness.ready()) {
            step.to(Phase.CONNECTED).write(CONNECTED).setAnnounced(false);
            announce(step);
        } else if (step.phase() == Phase.PARKED) {
            ServiceChanges.notTakenOver(step, readiness);
        } else {
            step.waits(readiness);
        }
    }

    private static void connected(Step step) {
        if (step.foreign(CLOSED)) {
            step.endLink().adoptWritten();
            Closing.closed(step.to(Phase.CLOSED));
        } else if (step.foreign(CLOSING)) {
            step.adoptWritten();
            Closing.closeRequested(step.to(Phase.CLOSE_REQUESTED).act(new Action.StartTimer(Purpose.CLOSE)));
        } else if (Closing.frontendEnds(step)) {
            return;
        } else if (step.shakesHands() && step.frontend() == INITIALISING) {
            initialising(step.endLink().setAnnounced(false).to(Phase.INITIALISING));
        } else if (step.seen().parametersChanged()) {
            step.endLink().setAnnounced(false).to(Phase.INIT_WAIT).connect();
        } else {
            announce(step);
        }
    }

    private static void announce(Step step) {
        if (!step.frontendConnected() && !step.isAnnounced()) {
            step.waits(Side.FRONTEND, "state Connected, it is " + step.frontend());
            return;
        }
        if (!step.isAnnounced()) {
            step.act(new Action.Announce()).setAnnounced(true);
        }
        step.allIsWell();
    }

    /** Without a backend only the end of the device is handled; with one, an attempt to resume is repeated. */
    private static void parked(Step step) {
        if (step.foreign(CLOSING) || step.foreign(CLOSED)) {
            Closing.closed(
                    step.endLink().act(new Action.StopTimer()).to(Phase.CLOSED).write(CLOSED));
        } else if (step.shakesHands() && step.frontend() == INITIALISING) {
            step.endLink().act(new Action.CloseHandler()).act(new Action.StopTimer());
            step.to(Phase.GONE).act(new Action.Forget());
        } else if (!Closing.frontendEnds(step) && step.isServed()) {
            step.connect();
        }
    }

    private static void storeLost(Step step) {
        goBack(step);
        step.waits(Side.HOST, "XenStore");
    }

    /** Usually the guest's changes are the cause: while its device is parked, it gains no time by them. */
    private static void storeBusy(Step step) {
        goBack(step);
        if (step.phase() == Phase.PARKED) {
            ServiceChanges.limitRefusal(step, "its nodes change all the time");
        }
        step.waits(Side.FRONTEND, "nodes that do not change while they are read");
    }

    /** Goes back to the phase in which the next observation repeats the unfinished action. */
    private static void goBack(Step step) {
        if (step.phase() == Phase.INIT_WAIT && step.written() != INIT_WAIT && step.written() != CONNECTED) {
            step.to(Phase.INITIALISING);
        } else if (step.phase() == Phase.CONNECTED) {
            step.setAnnounced(false);
        }
    }
}
