// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.xen.EventChannels;
import org.xenbay.api.xen.ForeignMemory;
import org.xenbay.api.xen.GrantTable;
import org.xenbay.api.xen.Xen;

/** The hypervisor of this machine. */
final class NativeXen implements Xen {

    private static final System.Logger LOG = System.getLogger(NativeXen.class.getName());

    private final int ownDomain;
    private final XenStore store;
    private final HostDevices devices;

    NativeXen(int ownDomain, XenStore store, HostDevices devices) {
        this.ownDomain = ownDomain;
        this.store = store;
        this.devices = devices;
    }

    @Override
    public int ownDomain() {
        return ownDomain;
    }

    @Override
    public XenStore store() {
        return store;
    }

    @Override
    public GrantTable grants(int domain) {
        return new NativeGrantTable(devices.grants(), domain);
    }

    @Override
    public EventChannels eventChannels() {
        return devices.eventChannels();
    }

    @Override
    public Optional<ForeignMemory> foreignMemory() {
        return devices.foreignMemory().map(memory -> memory);
    }

    /** The kernel's open devices. Foreign memory is a privilege of dom0: a driver domain does not have it. */
    record HostDevices(
            NativeEventChannels eventChannels, GrantDevice grants, Optional<NativeForeignMemory> foreignMemory)
            implements AutoCloseable {

        /** @throws IOException when a required device cannot be opened; then all are closed */
        static HostDevices open(Path root) throws IOException {
            GrantDevice grants = GrantDevice.open(root);
            try {
                return new HostDevices(NativeEventChannels.open(root), grants, openForeignMemory(root));
            } catch (IOException failed) {
                grants.close();
                throw failed;
            }
        }

        private static Optional<NativeForeignMemory> openForeignMemory(Path root) {
            try {
                return Optional.of(NativeForeignMemory.open(root));
            } catch (IOException refused) {
                LOG.log(Level.WARNING, "no frames of other domains, only grants: " + refused.getMessage());
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            try {
                eventChannels.close();
            } finally {
                try {
                    foreignMemory.ifPresent(NativeForeignMemory::close);
                } finally {
                    grants.close();
                }
            }
        }
    }
}
