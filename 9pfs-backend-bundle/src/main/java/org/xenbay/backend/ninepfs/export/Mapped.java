// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.FileStat;

/**
 * The attributes of a file that a mapped model keeps for the guest. For an attribute that is not kept, the guest sees the
 * host's value.
 *
 * @param uid owner
 * @param gid group
 * @param mode type and permissions
 * @param device number of the device, for a device file
 */
record Mapped(
        @Nullable Integer uid,
        @Nullable Integer gid,
        @Nullable Integer mode,
        @Nullable DeviceNumber device) {

    static final Mapped NOTHING = new Mapped(null, null, null, null);

    /** @return these values, completed by the others where these have none */
    Mapped over(Mapped others) {
        return new Mapped(
                uid != null ? uid : others.uid,
                gid != null ? gid : others.gid,
                mode != null ? mode : others.mode,
                device != null ? device : others.device);
    }

    /** @return the host's attributes, replaced by these values */
    FileStat in(FileStat host) {
        int shown = mode == null ? host.mode() : mode;
        return new FileStat(
                host.device(),
                host.inode(),
                (shown & FileStat.S_IFMT) == 0 ? shown | host.type() : shown,
                uid == null ? host.uid() : uid,
                gid == null ? host.gid() : gid,
                host.links(),
                device == null ? host.specialDevice() : device,
                host.size(),
                host.blockSize(),
                host.blocks(),
                host.accessed(),
                host.modified(),
                host.changed(),
                host.born());
    }
}
