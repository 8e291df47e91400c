// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

/** Whether a step could be done, or what it waits for. */
public sealed interface Readiness {

    /** @return the step is done */
    static Readiness ready() {
        return Ready.INSTANCE;
    }

    /**
     * The step is tried again when a node of the device changes.
     *
     * @param side the side that has to act
     * @param what the node or condition, in words that help an operator: "node ring-ref"
     * @return what is missing
     */
    static Readiness waitFor(Side side, String what) {
        return new Waiting(side, what);
    }

    /**
     * This device is another program's: the backend leaves it alone, until one of its nodes changes.
     *
     * @param why in words that help an operator: "its type is xenconsoled"
     * @return that it is not served
     */
    static Readiness decline(String why) {
        return new Declined(why);
    }

    /** The side that has to act. */
    enum Side {
        /** The guest's driver. */
        FRONTEND("frontend"),
        /** libxl, or who made the device. */
        TOOLSTACK("toolstack"),
        /** This host. */
        HOST("host");

        private final String text;

        Side(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The step is done. */
    enum Ready implements Readiness {
        /** The only value. */
        INSTANCE
    }

    /**
     * The step cannot be done yet.
     *
     * @param side the side that has to act
     * @param what the node or condition
     */
    record Waiting(Side side, String what) implements Readiness {}

    /**
     * Not this backend's device.
     *
     * @param why in words
     */
    record Declined(String why) implements Readiness {}
}
