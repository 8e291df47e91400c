// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

/** The outcome of a step: done, waiting, or declined. */
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
     * Another program serves this device: the backend does not serve it until one of its nodes changes.
     *
     * @param why in words that help an operator: "its type is xenconsoled"
     * @return the refusal
     */
    static Readiness decline(String why) {
        return new Declined(why);
    }

    /** The side that has to act. */
    enum Side {
        /** The guest's driver. */
        FRONTEND("frontend"),
        /** The toolstack: libxl, or another program that made the device. */
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
     * The device is not this backend's.
     *
     * @param why the reason, for an operator
     */
    record Declined(String why) implements Readiness {}
}
