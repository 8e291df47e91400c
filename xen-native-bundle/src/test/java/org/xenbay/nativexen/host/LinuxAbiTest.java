// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LinuxAbiTest {

    @Test
    void anEpollEventIsPackedOnX86AndAlignedElsewhere() {
        assertThat(LinuxAbi.of("Linux", "amd64")).isEqualTo(new LinuxAbi(12, 4));
        assertThat(LinuxAbi.of("Linux", "aarch64")).isEqualTo(new LinuxAbi(16, 8));
    }

    @Test
    void otherSystemsAreRefusedByName() {
        assertThatThrownBy(() -> LinuxAbi.of("Mac OS X", "aarch64")).hasMessageContaining("Mac OS X");
        assertThatThrownBy(() -> LinuxAbi.of("Linux", "riscv64")).hasMessageContaining("riscv64");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theCLibraryWritesNoFurtherThanTermiosIsSaidToBe() throws Exception {
        Libc.load();
        int guard = 0x5A;
        try (PtyPair pair = PtyPair.open();
                Memory memory = new Memory(LinuxAbi.TERMIOS_SIZE + 64)) {
            memory.setMemory(0, memory.size(), (byte) guard);
            assertThat(Libc.tcgetattr(pair.slave(), memory)).isZero();
            byte[] after = memory.getByteArray(LinuxAbi.TERMIOS_SIZE, 64);
            assertThat(after).containsOnly(guard);
            assertThat(memory.getInt(LinuxAbi.TERMIOS_SIZE - 4))
                    .as("the last field is a speed")
                    .isNotEqualTo(0x5A5A5A5A);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void keysComeBackFromTheKernelUnchanged() throws Exception {
        Libc.load();
        try (PtyPair pair = PtyPair.open();
                Epoll epoll = new Epoll(LinuxAbi.here())) {
            long key = 0x1234_5678_9ABC_DEF0L;
            epoll.add(pair.master(), key);
            epoll.arm(pair.master(), key, LinuxAbi.EPOLLOUT);
            long[] told = new long[2];
            epoll.await((who, mask) -> {
                told[0] = who;
                told[1] = mask;
            });
            assertThat(told).containsExactly(key, LinuxAbi.EPOLLOUT);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aRefusedCallSaysWhichAndWhyInWords() {
        Libc.load();
        assertThatThrownBy(() -> Descriptors.checked(Libc.open("/no/such/terminal", LinuxAbi.O_RDWR), "open of it"))
                .isInstanceOfSatisfying(
                        HostCallException.class,
                        refused -> assertThat(refused.errno()).isEqualTo(2))
                .hasMessage("open of it: No such file or directory (errno 2)");
    }
}
