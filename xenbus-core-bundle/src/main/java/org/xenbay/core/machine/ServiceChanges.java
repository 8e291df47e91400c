// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import org.xenbay.api.device.Readiness;
import org.xenbay.api.file.Errno;
import org.xenbay.core.machine.Action.Purpose;

/** The part of {@link StateMachine} for a backend that leaves or arrives. */
final class ServiceChanges {

    /** Input/output error. */
    private static final int EIO = 5;

    private ServiceChanges() {}

    static void decide(Step step, Event event) {
        if (event instanceof Event.ServiceLeft) {
            left(step.setServed(false));
        } else if (event instanceof Event.ServiceArrived) {
            arrived(step.setServed(true));
        } else if (event instanceof Event.Parked parked) {
            parked(step, parked.handedOver());
        } else if (event instanceof Event.Refused refused) {
            refused(step, refused.why());
        } else if (event instanceof Event.CoreStops) {
            coreStops(step);
        } else {
            throw new IllegalArgumentException("no rule for " + event);
        }
    }

    private static void coreStops(Step step) {
        if (step.phase() == Phase.CONNECTED || step.phase() == Phase.PARKED) {
            step.act(new Action.Leave()).act(new Action.Release());
        } else {
            step.endLink();
        }
        step.act(new Action.CloseHandler()).act(new Action.StopTimer());
        step.to(Phase.GONE).act(new Action.Forget()).says("the core stopped");
    }

    private static void left(Step step) {
        switch (step.phase()) {
            case CONNECTED -> step.act(new Action.Park());
            case CLOSE_REQUESTED -> {
                step.endLink().act(new Action.CloseHandler()).to(Phase.CLOSING);
            }
            case CLOSING -> step.act(new Action.CloseHandler());
            case PARKED -> {
                step.act(new Action.CloseHandler()).act(new Action.StartTimer(Purpose.HANDOVER));
                saysParked(step);
            }
            default -> step.act(new Action.CloseHandler()).to(Phase.GONE).act(new Action.Forget());
        }
    }

    private static void parked(Step step, boolean handedOver) {
        if (step.phase() != Phase.CONNECTED) {
            return;
        }
        if (handedOver) {
            step.act(new Action.CloseHandler()).to(Phase.PARKED).act(new Action.StartTimer(Purpose.HANDOVER));
            saysParked(step);
        } else {
            step.act(new Action.Disconnect()).act(new Action.CloseHandler()).to(Phase.PARKED);
            Closing.failed(step, Errno.ENODEV, "its backend was removed and cannot hand over");
        }
    }

    private static void arrived(Step step) {
        switch (step.phase()) {
            case PARKED -> step.setRefusal("").act(new Action.StopTimer()).connect();
            case CLOSING -> step.act(new Action.OpenHandler());
            default -> {
                // a device in any other phase has its handler, or none was ever made
            }
        }
    }

    /**
     * The predecessor's connection stays parked while the handler waits: the handler's connect is called again with the same
     * origin.
     */
    static void notTakenOver(Step step, Readiness readiness) {
        if (readiness instanceof Readiness.Waiting) {
            limitRefusal(step, reason(readiness));
            step.waits(readiness);
        } else {
            refused(step, reason(readiness));
        }
    }

    /** Keeps what is parked, because the earlier version of the backend may return. */
    private static void refused(Step step, String why) {
        if (step.phase() == Phase.PARKED) {
            step.act(new Action.CloseHandler());
            limitRefusal(step, why);
            saysParked(step);
        }
    }

    /**
     * The handler is lost with its call. A device that is not connected yet waits for the call's end or for other code; a
     * connection ends.
     */
    static void givenUp(Step step, String why) {
        boolean notYet = step.phase() == Phase.INITIALISING || step.phase() == Phase.INIT_WAIT;
        if (step.phase() == Phase.DISCOVERED) {
            return; // it has never had a handler
        } else if (step.phase() == Phase.PARKED) {
            refused(step, why);
        } else if (notYet && step.origin() == LinkOrigin.FRESH) {
            step.act(new Action.Release()).act(new Action.CloseHandler()).to(Phase.INITIALISING);
            step.waits(Readiness.Side.HOST, "other code, or the end of a call: " + why);
        } else {
            if (step.phase().isServing()) {
                step.act(new Action.Disconnect()).act(new Action.CloseHandler()).to(Phase.PARKED);
            } else {
                step.act(new Action.CloseHandler());
            }
            Closing.failed(step, EIO, why);
        }
    }

    /** The time starts at the first refusal. A guest that changes its nodes causes another attempt, but gains no time. */
    static void limitRefusal(Step step, String why) {
        if (step.refusal().isEmpty()) {
            step.act(new Action.StartTimer(Purpose.HANDOVER));
        }
        step.setRefusal(why);
    }

    private static void saysParked(Step step) {
        step.says("parked, waits for a backend of its type"
                + (step.refusal().isEmpty() ? "" : "; the last one refused it: " + step.refusal()));
    }

    static void parkedTooLong(Step step) {
        String why = step.refusal();
        Closing.failed(
                step,
                Errno.ENODEV,
                why.isEmpty()
                        ? "its backend was removed and no other came in time"
                        : "the new backend does not take it over: " + why);
    }

    private static String reason(Readiness readiness) {
        if (readiness instanceof Readiness.Waiting waiting) {
            return "it waits for the " + waiting.side() + ", " + waiting.what();
        }
        return readiness instanceof Readiness.Declined declined ? declined.why() : "ready";
    }
}
