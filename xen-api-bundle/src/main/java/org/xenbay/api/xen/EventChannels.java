// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

import org.osgi.annotation.versioning.ProviderType;

/** This domain's event channels; one handle serves all ports. */
@ProviderType
public interface EventChannels {

    /**
     * Binds a local port to a port that another domain has reserved for this one. A fresh binding fires once, so that
     * what is in the ring already gets processed.
     *
     * @param domain the other domain
     * @param remotePort its port
     * @param listener told of every event on the thread that pumps events: it must not block. The port stays masked
     *     from the call on until {@link EventChannel#unmask}; an event in between is kept and delivered then
     * @return the bound channel
     * @throws XenException ESRCH no such domain; EINVAL the port is not unbound and reserved for this domain (a
     *     competitor may hold it); ENOSPC no free port
     */
    EventChannel bind(int domain, int remotePort, Runnable listener);
}
