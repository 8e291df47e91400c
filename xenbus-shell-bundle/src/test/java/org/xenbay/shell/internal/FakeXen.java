// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal;

import java.util.Optional;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.xen.EventChannels;
import org.xenbay.api.xen.ForeignMemory;
import org.xenbay.api.xen.GrantTable;
import org.xenbay.api.xen.Xen;

/** A Xen of which only the store is there. */
public record FakeXen(XenStore store) implements Xen {
    @Override
    public int ownDomain() {
        return 0;
    }

    @Override
    public GrantTable grants(int domain) {
        throw new UnsupportedOperationException();
    }

    @Override
    public EventChannels eventChannels() {
        return (domain, port, listener) -> {
            throw new UnsupportedOperationException();
        };
    }

    @Override
    public Optional<ForeignMemory> foreignMemory() {
        return Optional.empty();
    }
}
