// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceHandler.Handshake;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.device.XenbusState;

/**
 * Walks every state that a device can get into, whatever toolstack, guest, handler and bundles do, in any order; each
 * decision on the way is checked by {@link MachineWorld}.
 */
class ReachableStatesTest {

    private static final List<Readiness> ANSWERS =
            List.of(Readiness.ready(), Readiness.waitFor(Side.FRONTEND, "node x"), Readiness.decline("not ours"));

    private static final Event GIVEN_UP = new Event.GivenUp("it has not returned from init for 60 s");

    private static final Set<MachineWorld> REACHABLE = walk();

    @Test
    void everyReachableStateTakesEveryEvent() {
        Set<MachineWorld> reached = REACHABLE;
        assertThat(reached).hasSizeGreaterThan(1_000);
        Set<Phase> phases = new HashSet<>();
        reached.forEach(world -> phases.add(world.model().phase()));
        assertThat(phases).containsExactlyInAnyOrder(Phase.values());
    }

    @Test
    void fromEveryStateRemovalByTheToolstackEndsTheDevice() {
        Event removed = new Event.Observed(Observation.NONE);
        for (MachineWorld world : REACHABLE) {
            MachineWorld end = world.after(removed).world();
            assertThat(end.model().phase()).isEqualTo(Phase.GONE);
            assertThat(end.connected()).isFalse();
        }
    }

    /** A device that is not connected loses nothing. A connected device must not stay connected without its handler. */
    @Test
    void noStateIsServedWhenItsHandlerIsGivenUp() {
        for (MachineWorld world : REACHABLE) {
            Phase before = world.model().phase();
            MachineWorld end = world.after(GIVEN_UP).world();
            assertThat(end.model().phase().isServing()).as("from %s", before).isFalse();
            if (before == Phase.PARKED) {
                assertThat(end.model().phase()).isEqualTo(Phase.PARKED);
            } else if (before == Phase.INITIALISING && world.model().origin() == LinkOrigin.FRESH) {
                assertThat(end.lastOwnWrite()).isEqualTo(world.lastOwnWrite());
            }
        }
    }

    @Test
    void fromEveryStateARequestToCloseIsFollowedWithinOneTimeOut() {
        for (MachineWorld world : REACHABLE) {
            if (world.model().phase() == Phase.DISCOVERED || world.model().phase() == Phase.GONE) {
                continue;
            }
            Observation asked = new Observation(
                    true, XenbusState.CLOSING, false, true, world.model().seen().frontend(), false, "");
            MachineWorld then = world.after(new Event.Observed(asked)).world();
            MachineWorld end = then.after(new Event.TimedOut()).world();
            assertThat(end.model().phase())
                    .as("from %s over %s", world.model(), then.model())
                    .isIn(Phase.CLOSED, Phase.GONE);
            assertThat(end.lastOwnWrite()).isEqualTo(XenbusState.CLOSED);
        }
    }

    private static Set<MachineWorld> walk() {
        Set<MachineWorld> seen = new HashSet<>();
        Deque<MachineWorld> open = new ArrayDeque<>();
        open.add(MachineWorld.START);
        List<Event> events = freeEvents();
        while (!open.isEmpty()) {
            MachineWorld world = open.poll();
            for (Event event : events) {
                for (MachineWorld next : settle(world.after(event))) {
                    if (!next.forgotten() && seen.add(next)) {
                        open.add(next);
                    } else if (next.forgotten()) {
                        seen.add(next);
                    }
                }
            }
        }
        return seen;
    }

    /** Answers the decision's question in every possible way, until there are no more questions. */
    private static List<MachineWorld> settle(MachineWorld.Outcome outcome) {
        List<MachineWorld> settled = new ArrayList<>();
        Deque<MachineWorld.Outcome> open = new ArrayDeque<>(List.of(outcome));
        Set<MachineWorld.Outcome> asked = new HashSet<>();
        while (!open.isEmpty()) {
            MachineWorld.Outcome next = open.poll();
            if (next.question() == null) {
                settled.add(next.world());
            } else if (asked.add(next)) {
                answers(next.question()).forEach(answer -> open.add(next.world().after(answer)));
            }
        }
        return settled;
    }

    private static List<Event> answers(Action question) {
        List<Event> answers = new ArrayList<>();
        if (question instanceof Action.Park) {
            return List.of(new Event.Parked(true), new Event.Parked(false), GIVEN_UP);
        }
        answers.add(new Event.Failed(22, "it failed"));
        answers.add(new Event.StoreLost());
        answers.add(new Event.StoreBusy());
        boolean resumes = question instanceof Action.Connect connect && connect.origin() == LinkOrigin.PARKED;
        if (resumes) {
            answers.add(new Event.Refused("its state is of version 9"));
        } else if (!(question instanceof Action.Publish)) {
            answers.add(GIVEN_UP);
        }
        if (question instanceof Action.Publish) {
            answers.add(new Event.Published());
        } else if (question instanceof Action.Init || question instanceof Action.OpenToAdopt) {
            for (Readiness answer : ANSWERS) {
                for (Handshake handshake : Handshake.values()) {
                    answers.add(
                            question instanceof Action.Init
                                    ? new Event.Initialised(answer, handshake)
                                    : new Event.Opened(answer, handshake));
                }
            }
        } else {
            if (!resumes) {
                answers.add(new Event.Contested("QEMU (pid 1)"));
            }
            ANSWERS.forEach(answer -> answers.add(new Event.Linked(answer)));
        }
        return answers;
    }

    private static List<Event> freeEvents() {
        List<Event> events = new ArrayList<>();
        events.add(new Event.Observed(Observation.NONE));
        XenbusState[] states = {
            XenbusState.UNKNOWN,
            XenbusState.INITIALISING,
            XenbusState.INIT_WAIT,
            XenbusState.INITIALISED,
            XenbusState.CONNECTED,
            XenbusState.CLOSING,
            XenbusState.CLOSED
        };
        for (XenbusState backend : states) {
            for (XenbusState frontend : states) {
                for (boolean online : new boolean[] {true, false}) {
                    events.add(new Event.Observed(new Observation(true, backend, online, true, frontend, false, "")));
                }
            }
        }
        events.add(new Event.Observed(
                new Observation(true, XenbusState.CONNECTED, true, true, XenbusState.INITIALISED, true, "")));
        events.add(new Event.Observed(
                new Observation(true, XenbusState.INITIALISING, true, false, XenbusState.UNKNOWN, false, "")));
        events.add(new Event.Observed(new Observation(
                true, XenbusState.CONNECTED, true, true, XenbusState.CONNECTED, false, "QEMU (pid 1)")));
        events.add(new Event.Failed(5, "the handler failed"));
        events.add(GIVEN_UP);
        events.add(new Event.ServiceLeft());
        events.add(new Event.ServiceArrived());
        events.add(new Event.GuestGone());
        events.add(new Event.TimedOut());
        events.add(new Event.StoreLost());
        events.add(new Event.StoreBusy());
        events.add(new Event.CoreStops());
        return events;
    }
}
