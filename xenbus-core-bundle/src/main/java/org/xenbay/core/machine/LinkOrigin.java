// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

/** Where a device's connection comes from, as far as it decides what is done next. */
public enum LinkOrigin {
    /** The frontend makes a new one, or there is none yet. */
    FRESH,
    /** An earlier run of the core has left it Connected. The handler's connect finds out whether that run has parked it. */
    ADOPTED,
    /** A handler has parked it, and no other has taken it over yet. */
    PARKED
}
