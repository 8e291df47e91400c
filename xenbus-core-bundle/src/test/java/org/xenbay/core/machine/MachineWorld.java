// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import java.util.function.Supplier;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.XenbusState;

/**
 * The result of one device's actions: whether there is a handler, whether it is connected, and the state node. Checks that each
 * action is valid where it comes.
 */
record MachineWorld(
        Model model,
        boolean handlerOpen,
        boolean connected,
        boolean announced,
        boolean parked,
        boolean forgotten,
        XenbusState lastOwnWrite) {

    static final MachineWorld START =
            new MachineWorld(Model.NEW, false, false, false, false, false, XenbusState.UNKNOWN);

    /** The action that waits for an answer, if the last decision asked for one. */
    record Outcome(MachineWorld world, Action question) {}

    Outcome after(Event event) {
        Decision decision = StateMachine.decide(model, event);
        State state = new State(this, event, decision);
        decision.actions().forEach(state::carryOut);
        state.check();
        return new Outcome(state.world(), state.question);
    }

    private static final class State {
        private final Event event;
        private final Decision decision;
        private boolean handlerOpen;
        private boolean connected;
        private boolean announced;
        private boolean parked;
        private boolean forgotten;
        private XenbusState lastOwnWrite;
        private Action question;
        private boolean wroteClosed;

        State(MachineWorld before, Event event, Decision decision) {
            this.event = event;
            this.decision = decision;
            this.handlerOpen = before.handlerOpen;
            this.connected = before.connected;
            this.announced = before.announced;
            this.parked = before.parked;
            this.forgotten = before.forgotten;
            this.lastOwnWrite = before.lastOwnWrite;
            if (event instanceof Event.Linked linked && linked.readiness() == Readiness.ready()) {
                connected = true;
                announced = false;
                parked = false;
            }
            boolean waits = event instanceof Event.Linked && !connected;
            // What the last run parked is kept while a handler waits to adopt it.
            parked |= waits && before.model.origin() == LinkOrigin.ADOPTED;
            if (event instanceof Event.Parked done && done.handedOver()) {
                connected = false;
                parked = true;
            }
            if (event instanceof Event.StoreLost || event instanceof Event.StoreBusy) {
                announced = false;
            }
        }

        void carryOut(Action action) {
            require(!forgotten, () -> action + " after Forget");
            require(question == null, () -> action + " after one that waits for an answer");
            if (action instanceof Action.OpenHandler) {
                handlerOpen = true;
            } else if (action instanceof Action.CloseHandler) {
                require(!connected, () -> "the handler is closed while connected");
                handlerOpen = false;
            } else if (action instanceof Action.Leave) {
                require(connected || parked, () -> "nothing is left to the next run");
                connected = false;
                parked = false;
            } else if (action instanceof Action.Disconnect) {
                require(connected, () -> "disconnect without a connection");
                connected = false;
            } else if (action instanceof Action.Release) {
                require(!connected, () -> "memory is released under a connected handler");
                parked = false;
            } else if (action instanceof Action.Announce) {
                require(connected && !announced, () -> "announced twice, or without a connection");
                announced = true;
            } else if (action instanceof Action.WriteState write) {
                wrote(write.state());
            } else if (action instanceof Action.Forget) {
                forgotten = true;
                parked = false;
                handlerOpen = false;
            } else if (action instanceof Action.Park) {
                require(connected, () -> "parked without a connection");
                question = action;
            } else if (action instanceof Action.Init
                    || action instanceof Action.OpenToAdopt
                    || action instanceof Action.Publish
                    || action instanceof Action.Connect) {
                handlerOpen = true;
                require(!connected, () -> action + " while connected");
                question = action;
                checkOrigin(action);
            }
        }

        /**
         * While a predecessor's connection exists the handler is told of it; the handler publishes its nodes for a fresh
         * connection only.
         */
        private void checkOrigin(Action action) {
            LinkOrigin origin = decision.next().origin();
            if (action instanceof Action.Connect connect) {
                require(
                        connect.origin() == origin,
                        () -> "the handler connects with the origin of " + connect + ", the connection's origin is "
                                + origin);
                require(parked || origin != LinkOrigin.PARKED, () -> "parked is " + parked + ", " + origin);
            } else if (action instanceof Action.OpenToAdopt) {
                require(origin == LinkOrigin.ADOPTED, () -> "adopts one that is " + origin);
            } else {
                require(origin == LinkOrigin.FRESH, () -> action + " for a connection that is " + origin);
            }
        }

        private void wrote(XenbusState state) {
            require(
                    !(lastOwnWrite == XenbusState.CLOSED && state == XenbusState.CLOSING && wroteClosed),
                    () -> "the state goes back from Closed to Closing");
            require(
                    state != XenbusState.UNKNOWN && state.number() <= 6 && state != XenbusState.INITIALISED,
                    () -> "a backend never writes " + state);
            wroteClosed |= state == XenbusState.CLOSED;
            lastOwnWrite = state;
        }

        void check() {
            Phase phase = decision.next().phase();
            if (question == null) {
                require(connected == phase.isServing(), () -> "connected is " + connected + " in " + phase);
                require(forgotten == (phase == Phase.GONE), () -> "forgotten is " + forgotten + " in " + phase);
                LinkOrigin origin = decision.next().origin();
                require((origin == LinkOrigin.PARKED) == (phase == Phase.PARKED), () -> origin + " in " + phase);
                require(
                        origin != LinkOrigin.ADOPTED || phase == Phase.INITIALISING || phase == Phase.INIT_WAIT,
                        () -> origin + " in " + phase);
                require(
                        parked == (phase == Phase.PARKED) || origin == LinkOrigin.ADOPTED && !connected,
                        () -> "parked is " + parked + " in " + phase);
                require(decision.next().served() || !handlerOpen, () -> "a handler of a backend that has left");
                require(!decision.next().waiting().what().isBlank(), () -> "no explanation");
            }
        }

        private void require(boolean condition, Supplier<String> fault) {
            if (!condition) {
                throw new AssertionError(fault.get() + "\n  on " + event + "\n  deciding " + decision);
            }
        }

        /** Explanations are for people: no decision depends on them, so states that differ in them only are one. */
        private static Model withoutWords(Model model) {
            return new Model(
                    model.phase(),
                    model.seen(),
                    model.written(),
                    model.handshake(),
                    model.served(),
                    model.announced(),
                    model.origin(),
                    model.frontendSeen(),
                    model.mayRestart(),
                    model.refusal().isEmpty() ? "" : "refused",
                    Wait.NOTHING);
        }

        MachineWorld world() {
            return new MachineWorld(
                    withoutWords(decision.next()), handlerOpen, connected, announced, parked, forgotten, lastOwnWrite);
        }
    }
}
