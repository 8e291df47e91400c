// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

import org.osgi.annotation.versioning.ProviderType;

/** This domain's event channels; one handle serves all ports. */
@ProviderType
public interface EventChannels {

    /**
     * Binds a local port to a port that another domain has reserved for this one. A new binding fires once, so that the
     * listener processes what the ring contains already.
     *
     * @param domain the other domain
     * @param remotePort its port
     * @param listener called for every event on the thread that delivers all events; it must not block. From that call on the
     *     port stays masked until {@link EventChannel#unmask}, which delivers an event that came in between
     * @return the bound channel
     * @throws XenException ESRCH no such domain; EINVAL the port is not unbound and reserved for this domain (a
     *     competitor may hold it); ENOSPC no free port
     */
    EventChannel bind(int domain, int remotePort, Runnable listener);

    /**
     * @return whether a thread waits for events and delivers them; false when events could not be read, or too many listeners have
     *     not returned. From any thread
     */
    default boolean isDelivering() {
        return true;
    }
}
