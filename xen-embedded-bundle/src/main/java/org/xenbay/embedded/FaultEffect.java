// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded;

import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.xen.GrantStatus;

/** The effect of a fault. */
@ProviderType
public sealed interface FaultEffect {

    /**
     * The grant operation fails; for {@link FaultStep#MAP} and {@link FaultStep#COPY}.
     *
     * @param status the hypervisor's status, not {@link GrantStatus#OKAY}
     */
    record RefuseGrant(GrantStatus status) implements FaultEffect {
        /** @throws IllegalArgumentException when the status is not a failure */
        public RefuseGrant {
            if (status == GrantStatus.OKAY) {
                throw new IllegalArgumentException("a refusal needs a status other than okay");
            }
        }
    }

    /**
     * The operation fails; for {@link FaultStep#BIND}, {@link FaultStep#FOREIGN_MAP}, {@link FaultStep#GUEST_GRANT} and
     * {@link FaultStep#GUEST_PORT}.
     *
     * @param errno the positive error number of Linux
     */
    record Refuse(int errno) implements FaultEffect {}

    /**
     * Every XenStore connection is lost and restored, before the step is carried out; for every step. A step that is a
     * request to XenStore fails.
     */
    record LoseStore() implements FaultEffect {}

    /** The guest concerned is destroyed before the step is carried out; for every step but {@link FaultStep#STORE}. */
    record KillGuest() implements FaultEffect {}

    /** The event is lost; for {@link FaultStep#SIGNAL} and {@link FaultStep#GUEST_SIGNAL}. */
    record LoseEvent() implements FaultEffect {}
}
