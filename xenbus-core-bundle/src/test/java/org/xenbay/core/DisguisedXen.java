// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import java.util.Optional;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.xen.EventChannels;
import org.xenbay.api.xen.ForeignMemory;
import org.xenbay.api.xen.GrantTable;
import org.xenbay.api.xen.Xen;

/** A hypervisor whose store or event channels are replaced by wrappers. */
record DisguisedXen(Xen xen, XenStore store, EventChannels eventChannels) implements Xen {

    @Override
    public int ownDomain() {
        return xen.ownDomain();
    }

    @Override
    public GrantTable grants(int domain) {
        return xen.grants(domain);
    }

    @Override
    public Optional<ForeignMemory> foreignMemory() {
        return xen.foreignMemory();
    }
}
