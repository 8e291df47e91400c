// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import org.jspecify.annotations.Nullable;

/** State of one half of a device (xen/include/public/io/xenbus.h, enum xenbus_state). */
public enum XenbusState {
    /** The node is missing or not a number of this list. Never written. */
    UNKNOWN("Unknown"),
    /** Written by the toolstack on both sides. */
    INITIALISING("Initialising"),
    /** Backend: features are published, it waits for the frontend's parameters. */
    INIT_WAIT("InitWait"),
    /** Frontend: ring references and event channel are published. */
    INITIALISED("Initialised"),
    /** Running. */
    CONNECTED("Connected"),
    /** A side asks for the end, or is releasing its resources. */
    CLOSING("Closing"),
    /** A side has released everything. */
    CLOSED("Closed"),
    /** PCI only. */
    RECONFIGURING("Reconfiguring"),
    /** PCI only. */
    RECONFIGURED("Reconfigured");

    private final String text;

    XenbusState(String text) {
        this.text = text;
    }

    /** @return the number in the {@code state} node */
    public int number() {
        return ordinal();
    }

    /**
     * @param value a {@code state} node's value
     * @return the state, {@link #UNKNOWN} for everything that is not exactly a number of this list
     */
    public static XenbusState ofNode(@Nullable String value) {
        if (value == null || value.length() != 1) {
            return UNKNOWN;
        }
        int number = value.charAt(0) - '0';
        return number >= 0 && number < values().length ? values()[number] : UNKNOWN;
    }

    /** @return the name as the header file spells it */
    @Override
    public String toString() {
        return text;
    }
}
