// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xenbay.api.file.OpenFlags;

/** Flags of the API are passed to the kernel as they are: those of asm-generic/fcntl.h. */
class OpenFlagsTest {

    @Test
    void theyAreTheKernels() {
        assertThat(OpenFlags.TRUNCATE).isEqualTo(0x200);
        assertThat(OpenFlags.APPEND).isEqualTo(0x400);
        assertThat(OpenFlags.DATA_SYNC).isEqualTo(0x1000);
        assertThat(OpenFlags.NO_ACCESS_TIME).isEqualTo(0x40000);
        assertThat(OpenFlags.SYNC).isEqualTo(0x101000);
    }
}
