// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.device.DeviceHandler.Handshake;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.device.XenbusState;

/** Builds one decision: holds the model's fields, which can be changed here, and collects the actions. */
final class Step {

    private final List<Action> actions = new ArrayList<>();
    private Phase phase;
    private Observation seen;
    private XenbusState written;
    private Handshake handshake;
    private boolean served;
    private boolean announced;
    private LinkOrigin origin;
    private boolean frontendSeen;
    private boolean mayRestart;
    private String refusal;
    private Wait wait;

    Step(Model model) {
        phase = model.phase();
        seen = model.seen();
        written = model.written();
        handshake = model.handshake();
        served = model.served();
        announced = model.announced();
        origin = model.origin();
        frontendSeen = model.frontendSeen();
        mayRestart = model.mayRestart();
        refusal = model.refusal();
        wait = model.waiting();
    }

    Decision decision() {
        return new Decision(
                new Model(
                        phase,
                        seen,
                        written,
                        handshake,
                        served,
                        announced,
                        origin,
                        frontendSeen,
                        mayRestart,
                        refusal,
                        wait),
                actions);
    }

    // ---- what is known

    Phase phase() {
        return phase;
    }

    Observation seen() {
        return seen;
    }

    XenbusState written() {
        return written;
    }

    XenbusState frontend() {
        return seen.frontend();
    }

    boolean isServed() {
        return served;
    }

    boolean isAnnounced() {
        return announced;
    }

    LinkOrigin origin() {
        return origin;
    }

    String refusal() {
        return refusal;
    }

    boolean shakesHands() {
        return handshake == Handshake.STATES;
    }

    /** The frontend offers its rings. */
    boolean frontendPublished() {
        return !shakesHands() || frontend() == XenbusState.INITIALISED || frontend() == XenbusState.CONNECTED;
    }

    boolean frontendConnected() {
        return !shakesHands() || frontend() == XenbusState.CONNECTED;
    }

    boolean frontendClosing() {
        return shakesHands() && frontend() == XenbusState.CLOSING;
    }

    /** Its state is Closed; or it had a state and has none now, as its directory is gone or the value is not a state. */
    boolean frontendClosed() {
        return shakesHands() && (frontend() == XenbusState.CLOSED || frontendSeen && frontend() == XenbusState.UNKNOWN);
    }

    /** Another program wrote this state. */
    boolean foreign(XenbusState state) {
        return seen.backend() == state && written != state;
    }

    boolean frontendStartsAgain() {
        return served && mayRestart && seen.online() && shakesHands() && frontend() == XenbusState.INITIALISING;
    }

    // ---- what changes

    void see(Observation now) {
        seen = now;
        frontendSeen |= now.frontend() != XenbusState.UNKNOWN;
        mayRestart |= now.frontend() != XenbusState.INITIALISING;
    }

    Step to(Phase next) {
        phase = next;
        boolean adopts = origin == LinkOrigin.ADOPTED && (next == Phase.INITIALISING || next == Phase.INIT_WAIT);
        if (next == Phase.PARKED) {
            origin = LinkOrigin.PARKED;
        } else {
            refusal = "";
            origin = adopts ? LinkOrigin.ADOPTED : LinkOrigin.FRESH;
        }
        if (next == Phase.CLOSING || next == Phase.CLOSED) {
            announced = false;
            mayRestart = frontend() != XenbusState.INITIALISING;
        }
        return this;
    }

    /**
     * A frontend that is Initialising starts again: nothing tells whether the device had closed before or after the frontend came to
     * that state.
     */
    Step allowRestart() {
        mayRestart = true;
        return this;
    }

    /** Treats the value of the state node as written by this side. */
    void adoptWritten() {
        written = seen.backend();
    }

    void wrote(XenbusState state) {
        written = state;
        seen = seen.withBackend(state);
    }

    Step write(XenbusState state) {
        if (written != state || seen.backend() != state) {
            actions.add(new Action.WriteState(state));
            wrote(state);
        }
        return this;
    }

    Step act(Action action) {
        actions.add(action);
        return this;
    }

    Step setHandshake(Handshake value) {
        handshake = value;
        return this;
    }

    Step setServed(boolean value) {
        served = value;
        return this;
    }

    Step setAnnounced(boolean value) {
        announced = value;
        return this;
    }

    Step setRefusal(String why) {
        refusal = why;
        return this;
    }

    Step setOrigin(LinkOrigin value) {
        origin = value;
        return this;
    }

    Step waits(Side side, String what) {
        wait = new Wait(side, what);
        return this;
    }

    Step waits(Readiness readiness) {
        if (readiness instanceof Readiness.Waiting waiting) {
            return waits(waiting.side(), waiting.what());
        }
        if (readiness instanceof Readiness.Declined declined) {
            return says("not served: " + declined.why());
        }
        return this;
    }

    Step says(String what) {
        wait = Wait.saying(what);
        return this;
    }

    Step allIsWell() {
        wait = Wait.NOTHING;
        return this;
    }

    /** Has the handler connect. */
    Step connect() {
        return act(new Action.Connect(origin));
    }

    /** Ends a connection, served or parked. */
    Step endLink() {
        if (phase.isServing()) {
            act(new Action.Disconnect());
        }
        return act(new Action.Release());
    }

    /** Forgets the device's past, as for a device that was just found. */
    void forgetPast() {
        phase = Phase.DISCOVERED;
        written = XenbusState.UNKNOWN;
        announced = false;
        origin = LinkOrigin.FRESH;
        frontendSeen = frontend() != XenbusState.UNKNOWN;
        mayRestart = false;
    }
}
