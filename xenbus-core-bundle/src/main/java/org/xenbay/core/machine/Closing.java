// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import static org.xenbay.api.device.XenbusState.CLOSED;
import static org.xenbay.api.device.XenbusState.CLOSING;
import static org.xenbay.api.device.XenbusState.INITIALISING;
import static org.xenbay.api.device.XenbusState.UNKNOWN;

import org.xenbay.api.device.Readiness.Side;
import org.xenbay.core.machine.Action.Purpose;

/** The part of {@link StateMachine} that closes a device: on request of its frontend or of the toolstack, or after a failure. */
final class Closing {

    private Closing() {}

    static void closeRequested(Step step) {
        if (step.foreign(CLOSED) || !step.shakesHands() || !step.frontendPublished()) {
            step.endLink().act(new Action.StopTimer()).to(Phase.CLOSED).write(CLOSED);
            closed(step);
        } else {
            step.waits(Side.FRONTEND, "state Closing or Closed, it is " + step.frontend());
        }
    }

    static void closing(Step step) {
        if (step.frontendStartsAgain()) {
            StateMachine.initialising(
                    step.act(new Action.StopTimer()).write(INITIALISING).to(Phase.INITIALISING));
            return;
        }
        boolean toolstackAgrees = !step.seen().online() && step.frontendClosing();
        boolean nobodyThere = !step.shakesHands() || step.frontend() == CLOSED || step.frontend() == UNKNOWN;
        if (step.foreign(CLOSED) || toolstackAgrees || nobodyThere) {
            closed(step.act(new Action.StopTimer()).to(Phase.CLOSED).write(CLOSED));
        } else {
            step.waits(Side.FRONTEND, "state Closed, it is " + step.frontend());
        }
    }

    static void closed(Step step) {
        if (!step.isServed()) {
            step.to(Phase.GONE).act(new Action.Forget());
        } else if (step.frontendStartsAgain()) {
            StateMachine.initialising(step.write(INITIALISING).to(Phase.INITIALISING));
        } else {
            step.write(CLOSED);
            if (step.seen().online()) {
                step.waits(Side.FRONTEND, "state Initialising, it is " + step.frontend());
            } else {
                step.waits(Side.TOOLSTACK, "removal of the device");
            }
        }
    }

    /** When the frontend closes, this side follows to the same state. */
    static boolean frontendEnds(Step step) {
        if (step.frontendClosed()) {
            closed(step.endLink().act(new Action.StopTimer()).to(Phase.CLOSED).write(CLOSED));
            return true;
        }
        if (step.frontendClosing()) {
            step.endLink().to(Phase.CLOSING).write(CLOSING).act(new Action.StartTimer(Purpose.CLOSE));
            closing(step);
            return true;
        }
        return false;
    }

    /** A failed device reports its failure and closes. It is not tried again before its frontend starts over. */
    static void failed(Step step, int errno, String message) {
        if (step.phase() == Phase.CLOSED || step.phase() == Phase.CLOSING) {
            step.act(new Action.Report(errno, message));
            return;
        }
        step.endLink().act(new Action.Report(errno, message)).act(new Action.StartTimer(Purpose.CLOSE));
        step.to(Phase.CLOSING).write(CLOSING);
        closing(step);
        if (step.phase() != Phase.GONE) {
            step.says("failed: " + message);
        }
    }

    static void guestGone(Step step) {
        if (step.phase() == Phase.DISCOVERED && !step.seen().competitor().isEmpty()) {
            return;
        }
        if (step.phase() != Phase.CLOSED) {
            step.endLink().act(new Action.StopTimer()).to(Phase.CLOSED).write(CLOSED);
        }
        if (!step.isServed()) {
            step.to(Phase.GONE).act(new Action.Forget());
        }
        step.waits(Side.TOOLSTACK, "removal of the device; its domain is gone");
    }

    static void timedOut(Step step) {
        switch (step.phase()) {
            case CLOSE_REQUESTED, CLOSING ->
                closed(step.endLink().to(Phase.CLOSED).write(CLOSED));
            case PARKED -> ServiceChanges.parkedTooLong(step);
            default -> step.act(new Action.StopTimer());
        }
    }
}
