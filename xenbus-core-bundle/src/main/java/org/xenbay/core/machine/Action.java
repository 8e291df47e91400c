// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import org.xenbay.api.device.XenbusState;

/** An action for a device. Actions are carried out in their order. */
public sealed interface Action {

    /**
     * Calls the visitor's method for this kind of action.
     *
     * @param visitor has one method for each kind, so that a new kind does not compile before it is handled
     * @param <R> type of the methods' result
     * @return the method's result
     * @throws Exception if the method throws it
     */
    <R> R accept(ActionVisitor<R> visitor) throws Exception;

    /** @return whether this releases something, and therefore runs even if an earlier action has failed */
    default boolean isEnding() {
        return false;
    }

    /** Makes the handler, and watches the frontend's directory. */
    record OpenHandler() implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.openHandler();
        }
    }

    /** Makes the handler for a connection that is adopted, and asks for its handshake; {@link Event.Opened} follows. */
    record OpenToAdopt() implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.openToAdopt();
        }
    }

    /** Asks the handler to initialise; {@link Event.Initialised} follows. */
    record Init() implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.init();
        }
    }

    /** Writes the backend's keys, {@code hotplug-status} and state InitWait in one transaction; {@link Event.Published} follows. */
    record Publish() implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.publish();
        }
    }

    /**
     * Asks the handler to serve a connection, and makes the handler first where a connection is taken over;
     * {@link Event.Linked} follows.
     *
     * @param origin where the connection comes from
     */
    record Connect(LinkOrigin origin) implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.connect(this);
        }
    }

    /** Calls the handler's {@code connected}: both sides are Connected. */
    record Announce() implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.announce();
        }
    }

    /** Asks the handler to park; {@link Event.Parked} follows. */
    record Park() implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.park();
        }
    }

    /** Parks the handler for the core's next run, or disconnects it where that cannot be done. */
    record Leave() implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.leave();
        }

        @Override
        public boolean isEnding() {
            return true;
        }
    }

    /** Disconnects the handler: the connection ends. */
    record Disconnect() implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.disconnect();
        }

        @Override
        public boolean isEnding() {
            return true;
        }
    }

    /** Closes the handler. */
    record CloseHandler() implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.closeHandler();
        }

        @Override
        public boolean isEnding() {
            return true;
        }
    }

    /** Releases all mappings, ports and parked resources. */
    record Release() implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.release();
        }

        @Override
        public boolean isEnding() {
            return true;
        }
    }

    /**
     * Writes the backend's state, unless another program has changed it.
     *
     * @param state the new state
     */
    record WriteState(XenbusState state) implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.writeState(this);
        }
    }

    /** Removes this daemon's mark from the device: another program serves it. */
    record Disown() implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.disown();
        }
    }

    /**
     * Writes the error node, logs and counts.
     *
     * @param errno positive error number of Linux
     * @param message what went wrong
     */
    record Report(int errno, String message) implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.report(this);
        }

        @Override
        public boolean isEnding() {
            return true;
        }
    }

    /**
     * Sets the device's one timer; {@link Event.TimedOut} follows unless the timer is stopped or set again.
     *
     * @param purpose what the timer bounds
     */
    record StartTimer(Purpose purpose) implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.startTimer(this);
        }
    }

    /** Stops the device's timer. */
    record StopTimer() implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.stopTimer();
        }

        @Override
        public boolean isEnding() {
            return true;
        }
    }

    /** Ends the device's record. */
    record Forget() implements Action {
        @Override
        public <R> R accept(ActionVisitor<R> visitor) throws Exception {
            return visitor.forget();
        }

        @Override
        public boolean isEnding() {
            return true;
        }
    }

    /** The purpose of a timer. */
    enum Purpose {
        /** Bounds the time that the frontend has to close. */
        CLOSE,
        /** Bounds the time that a parked device waits for a new backend. */
        HANDOVER
    }
}
