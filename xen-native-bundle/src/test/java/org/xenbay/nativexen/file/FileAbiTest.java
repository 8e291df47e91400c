// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.xenbay.api.file.OpenFlags;

/** The kernel's numbers, literally: a test that computes them as the code does would find nothing. */
class FileAbiTest {

    @Test
    void flagsOfX86AreThoseOfItsKernel() {
        FileAbi x86 = FileAbi.of("Linux", "amd64");
        assertThat(x86.directory()).isEqualTo(0x10000);
        assertThat(x86.noFollow()).isEqualTo(0x20000);
        assertThat(x86.mknodat()).isEqualTo(259);
        assertThat(FileAbi.of("Linux", "x86_64")).isEqualTo(x86);
    }

    @Test
    void flagsOfArmAreThoseOfItsKernel() {
        FileAbi arm = FileAbi.of("Linux", "aarch64");
        assertThat(arm.directory()).isEqualTo(0x4000);
        assertThat(arm.noFollow()).isEqualTo(0x8000);
        assertThat(arm.mknodat()).isEqualTo(33);
    }

    @Test
    void otherMachinesAreRefused() {
        assertThatThrownBy(() -> FileAbi.of("Linux", "riscv64")).hasMessageContaining("riscv64");
        assertThatThrownBy(() -> FileAbi.of("Mac OS X", "aarch64")).hasMessageContaining("Mac OS X");
    }

    @Test
    void whatIsTheSameOnBothIsWhatTheKernelSays() {
        assertThat(FileAbi.O_CREAT).isEqualTo(0x40);
        assertThat(FileAbi.O_EXCL).isEqualTo(0x80);
        assertThat(FileAbi.O_NOCTTY).isEqualTo(0x100);
        assertThat(FileAbi.O_CLOEXEC).isEqualTo(0x80000);
        assertThat(FileAbi.O_PATH).isEqualTo(0x200000);
        assertThat(FileAbi.OpenHow.SYSTEM_CALL).isEqualTo(437);
        assertThat(FileAbi.OpenHow.RESOLVE_BENEATH).isEqualTo(8);
        assertThat(FileAbi.OpenHow.RESOLVE_NO_SYMLINKS).isEqualTo(4);
        assertThat(FileAbi.OpenHow.RESOLVE_NO_MAGICLINKS).isEqualTo(2);
        assertThat(FileAbi.Flock.F_OFD_GETLK).isEqualTo((short) 36);
        assertThat(FileAbi.Flock.F_OFD_SETLK).isEqualTo((short) 37);
        assertThat(OpenFlags.TRUNCATE).isEqualTo(0x200);
        assertThat(OpenFlags.APPEND).isEqualTo(0x400);
        assertThat(OpenFlags.DATA_SYNC).isEqualTo(0x1000);
        assertThat(OpenFlags.NO_ACCESS_TIME).isEqualTo(0x40000);
        assertThat(OpenFlags.SYNC).isEqualTo(0x101000);
    }
}
