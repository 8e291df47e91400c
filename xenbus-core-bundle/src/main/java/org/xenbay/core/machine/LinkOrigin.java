// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

/** Where a device's connection comes from, as far as it decides what is done next. */
public enum LinkOrigin {
    /** There is none, or the frontend begins it. */
    FRESH,
    /** An earlier run of the core has left it Connected. Whether that run parked it is known when it is taken over. */
    ADOPTED,
    /** Its handler has parked it, and no other has taken it over yet. */
    PARKED
}
