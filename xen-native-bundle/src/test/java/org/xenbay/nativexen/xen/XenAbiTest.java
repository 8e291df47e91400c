// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.nativexen.libc.LibcAbi;
import org.xenbay.nativexen.xen.XenAbi.Evtchn;
import org.xenbay.nativexen.xen.XenAbi.Gntdev;
import org.xenbay.nativexen.xen.XenAbi.Privcmd;

/**
 * The numbers that a C compiler found in the kernel's headers, written down here once more, and values that follow from the
 * headers' macros.
 */
class XenAbiTest {

    /** {@code _IOC(_IOC_NONE, type, number, size)}. */
    private static long request(char type, int number, int size) {
        return (long) size << 16 | type << 8 | number;
    }

    @Test
    void requestsOfTheEventChannelDevice() {
        assertThat(Evtchn.BIND_INTERDOMAIN).isEqualTo(0x84501).isEqualTo(request('E', 1, Evtchn.BIND_SIZE));
        assertThat(Evtchn.UNBIND).isEqualTo(0x44503).isEqualTo(request('E', 3, Evtchn.PORT_SIZE));
        assertThat(Evtchn.NOTIFY).isEqualTo(0x44504).isEqualTo(request('E', 4, Evtchn.PORT_SIZE));
        assertThat(Evtchn.RESET).isEqualTo(0x4505).isEqualTo(request('E', 5, 0));
        assertThat(List.of(Evtchn.BIND_REMOTE_DOMAIN, Evtchn.BIND_REMOTE_PORT, Evtchn.BIND_SIZE))
                .containsExactly(0, 4, 8);
    }

    @Test
    void requestsOfTheGrantDevice() {
        int mapWithOneReference = Gntdev.MAP_REFERENCES + Gntdev.REFERENCE_SIZE;
        assertThat(Gntdev.MAP_GRANT_REF).isEqualTo(0x184700).isEqualTo(request('G', 0, mapWithOneReference));
        assertThat(Gntdev.UNMAP_GRANT_REF).isEqualTo(0x104701).isEqualTo(request('G', 1, Gntdev.UNMAP_SIZE));
        assertThat(Gntdev.GRANT_COPY).isEqualTo(0x104708).isEqualTo(request('G', 8, Gntdev.COPY_SIZE));
    }

    @Test
    void structuresOfTheGrantDevice() {
        assertThat(List.of(Gntdev.MAP_COUNT, Gntdev.MAP_INDEX, Gntdev.MAP_REFERENCES))
                .containsExactly(0, 8, 16);
        assertThat(List.of(Gntdev.REFERENCE_DOMAIN, Gntdev.REFERENCE_NUMBER, Gntdev.REFERENCE_SIZE))
                .containsExactly(0, 4, 8);
        assertThat(List.of(Gntdev.UNMAP_INDEX, Gntdev.UNMAP_COUNT, Gntdev.UNMAP_SIZE))
                .containsExactly(0, 8, 16);
        assertThat(List.of(Gntdev.COPY_COUNT, Gntdev.COPY_SEGMENTS, Gntdev.COPY_SIZE))
                .containsExactly(0, 8, 16);
        assertThat(List.of(
                        Gntdev.SEGMENT_SOURCE,
                        Gntdev.SEGMENT_TARGET,
                        Gntdev.SEGMENT_LENGTH,
                        Gntdev.SEGMENT_FLAGS,
                        Gntdev.SEGMENT_STATUS,
                        Gntdev.SEGMENT_SIZE))
                .containsExactly(0, 8, 16, 18, 20, 24);
        assertThat(List.of(Gntdev.SIDE_ADDRESS, Gntdev.SIDE_REFERENCE, Gntdev.SIDE_OFFSET, Gntdev.SIDE_DOMAIN))
                .containsExactly(0, 0, 4, 6);
        assertThat(List.of(Gntdev.SOURCE_IS_GRANT, Gntdev.TARGET_IS_GRANT)).containsExactly(1, 2);
    }

    @Test
    void theRequestForFramesOfOtherDomains() {
        assertThat(Privcmd.MMAPBATCH_V2).isEqualTo(0x205004).isEqualTo(request('P', 4, Privcmd.BATCH_SIZE));
        assertThat(List.of(
                        Privcmd.BATCH_COUNT,
                        Privcmd.BATCH_DOMAIN,
                        Privcmd.BATCH_ADDRESS,
                        Privcmd.BATCH_FRAMES,
                        Privcmd.BATCH_ERRORS,
                        Privcmd.BATCH_SIZE))
                .containsExactly(0, 4, 8, 16, 24, 32);
    }

    @Test
    void flagsOfTheSystemCallsAreThoseOfThisMachine() {
        assertThat(List.of(LibcAbi.O_RDWR, LibcAbi.O_NONBLOCK, LibcAbi.O_CLOEXEC))
                .containsExactly(2, 04000, 02000000);
        assertThat(List.of(LibcAbi.PROT_READ, LibcAbi.PROT_WRITE, LibcAbi.MAP_SHARED))
                .containsExactly(1, 2, 1);
    }
}
