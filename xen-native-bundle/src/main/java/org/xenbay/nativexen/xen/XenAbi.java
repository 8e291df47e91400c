// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

/**
 * Numbers of the kernel's Xen devices.
 *
 * <p>Their requests are made with {@code _IOC(_IOC_NONE, type, number, size)}: no direction bits, so they are the same on
 * x86-64 and aarch64. All structures consist of naturally aligned fields of fixed width, so their offsets are the same too.
 * Sources: linux/include/uapi/xen/evtchn.h, gntdev.h, privcmd.h; xen/include/public/grant_table.h.
 */
final class XenAbi {

    static final int PAGE_SIZE = 4096;

    private XenAbi() {}

    /** /dev/xen/evtchn. Ports are 32-bit numbers; reading returns those with an event, writing unmasks. */
    static final class Evtchn {
        static final String DEVICE = "dev/xen/evtchn";

        static final long BIND_INTERDOMAIN = 0x0008_4501L;
        static final long UNBIND = 0x0004_4503L;
        static final long NOTIFY = 0x0004_4504L;
        static final long RESET = 0x0000_4505L;

        /** {@code struct ioctl_evtchn_bind_interdomain}. */
        static final int BIND_REMOTE_DOMAIN = 0;

        static final int BIND_REMOTE_PORT = 4;
        static final int BIND_SIZE = 8;

        /** {@code struct ioctl_evtchn_unbind} and {@code struct ioctl_evtchn_notify}: only the port. */
        static final int PORT_SIZE = 4;

        private Evtchn() {}
    }

    /** /dev/xen/gntdev. */
    static final class Gntdev {
        static final String DEVICE = "dev/xen/gntdev";

        static final long MAP_GRANT_REF = 0x0018_4700L;
        static final long UNMAP_GRANT_REF = 0x0010_4701L;
        static final long GRANT_COPY = 0x0010_4708L;

        /** {@code struct ioctl_gntdev_map_grant_ref}; its references follow, each a domain and a number. */
        static final int MAP_COUNT = 0;

        static final int MAP_INDEX = 8;
        static final int MAP_REFERENCES = 16;
        static final int REFERENCE_DOMAIN = 0;
        static final int REFERENCE_NUMBER = 4;
        static final int REFERENCE_SIZE = 8;

        /** {@code struct ioctl_gntdev_unmap_grant_ref}. */
        static final int UNMAP_INDEX = 0;

        static final int UNMAP_COUNT = 8;
        static final int UNMAP_SIZE = 16;

        /** {@code struct ioctl_gntdev_grant_copy}. */
        static final int COPY_COUNT = 0;

        static final int COPY_SEGMENTS = 8;
        static final int COPY_SIZE = 16;

        /** {@code struct gntdev_grant_copy_segment}: two sides, each an address or a reference with an offset. */
        static final int SEGMENT_SOURCE = 0;

        static final int SEGMENT_TARGET = 8;
        static final int SEGMENT_LENGTH = 16;
        static final int SEGMENT_FLAGS = 18;
        static final int SEGMENT_STATUS = 20;
        static final int SEGMENT_SIZE = 24;

        static final int SIDE_ADDRESS = 0;
        static final int SIDE_REFERENCE = 0;
        static final int SIDE_OFFSET = 4;
        static final int SIDE_DOMAIN = 6;

        /** {@code GNTCOPY_source_gref}: the source is a grant; {@code GNTCOPY_dest_gref}: the target is a grant. */
        static final int SOURCE_IS_GRANT = 1;

        static final int TARGET_IS_GRANT = 2;

        private Gntdev() {}
    }

    /** /dev/xen/privcmd. */
    static final class Privcmd {
        static final String DEVICE = "dev/xen/privcmd";

        static final long MMAPBATCH_V2 = 0x0020_5004L;

        /** {@code struct privcmd_mmapbatch_v2}. */
        static final int BATCH_COUNT = 0;

        static final int BATCH_DOMAIN = 4;
        static final int BATCH_ADDRESS = 8;
        static final int BATCH_FRAMES = 16;
        static final int BATCH_ERRORS = 24;
        static final int BATCH_SIZE = 32;

        private Privcmd() {}
    }
}
