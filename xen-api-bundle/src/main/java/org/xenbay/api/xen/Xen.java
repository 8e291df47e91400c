// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.store.XenStore;

/** One hypervisor, as the domain that runs the backends sees it. All parts belong together. */
@ProviderType
public interface Xen {

    /** Service property that says which hypervisor this is: {@link #NATIVE} or {@link #EMBEDDED}. */
    String HYPERVISOR = "xen.hypervisor";

    /** Value of {@link #HYPERVISOR}: the hypervisor this machine runs on. */
    String NATIVE = "native";

    /** Value of {@link #HYPERVISOR}: Xen in this process's memory. */
    String EMBEDDED = "embedded";

    /** @return the domain id of the domain this runs in: 0, or that of a driver domain */
    int ownDomain();

    /** @return this domain's XenStore connection, shared by all users; not to be closed by them */
    XenStore store();

    /**
     * @param domain another domain
     * @return what that domain has granted to this one
     */
    GrantTable grants(int domain);

    /** @return this domain's event channels */
    EventChannels eventChannels();

    /** @return access to other domains' frames by number; empty in a domain without that privilege */
    Optional<ForeignMemory> foreignMemory();
}
