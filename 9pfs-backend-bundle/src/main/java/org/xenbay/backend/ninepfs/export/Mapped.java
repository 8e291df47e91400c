// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.FileStat;

/**
 * What a guest was told of a file, kept beside it; null where nothing is kept.
 *
 * @param uid owner
 * @param gid group
 * @param mode type and permissions
 * @param device which device it stands for
 */
record Mapped(Integer uid, Integer gid, Integer mode, DeviceNumber device) {

    static final Mapped NOTHING = new Mapped(null, null, null, null);

    /** @return these, or the others where these say nothing */
    Mapped over(Mapped others) {
        return new Mapped(
                uid != null ? uid : others.uid,
                gid != null ? gid : others.gid,
                mode != null ? mode : others.mode,
                device != null ? device : others.device);
    }

    /** @return the host's attributes with these in place of theirs */
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
