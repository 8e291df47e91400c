// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

/** A disruption of the code that serves a guest. */
public enum Disruption {
    /** Another version of the backend's bundle takes over; the core stays. */
    UPDATE,
    /** The daemon ends in order, leaves a state file, and the next one reads it. */
    RESTART,
    /** The daemon is killed: only persistent memory and descriptors are left. */
    KILL
}
