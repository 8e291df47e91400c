// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

/** Where a device's connection comes from. It determines the next actions. */
public enum LinkOrigin {
    /** The frontend makes a new connection, or has not made one yet. */
    FRESH,
    /**
     * An earlier run of the core left the connection in state Connected. The handler's connect finds out whether that run has
     * parked it.
     */
    ADOPTED,
    /** A handler has parked the connection, and no other handler has taken it over yet. */
    PARKED
}
