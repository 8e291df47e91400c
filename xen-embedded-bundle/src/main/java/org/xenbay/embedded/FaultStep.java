// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded;

/** Where a fault can be injected. */
public enum FaultStep {
    /** Domain 0 maps grant references. */
    MAP,
    /** Domain 0 maps frames by number. */
    FOREIGN_MAP,
    /** A segment of a grant copy. */
    COPY,
    /** Domain 0 binds an event channel. */
    BIND,
    /** Domain 0 sends an event to a guest. */
    SIGNAL,
    /** Domain 0 makes a request to XenStore; belongs to no guest, so its domain is 0. */
    STORE,
    /** A guest grants pages. */
    GUEST_GRANT,
    /** A guest reserves an event channel port. */
    GUEST_PORT,
    /** A guest sends an event. */
    GUEST_SIGNAL,
    /** A guest makes a request to XenStore. */
    GUEST_STORE
}
