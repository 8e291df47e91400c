// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.TerminalAbi;
import org.xenbay.nativexen.libc.TerminalCalls;

@EnabledOnOs(OS.LINUX)
class TerminalCallsTest {

    @Test
    void theCLibraryWritesNoFurtherThanTermiosIsSaidToBe() throws Exception {
        TerminalCalls.load();
        int guard = 0x5A;
        try (PtyPair pair = PtyPair.open();
                Memory memory = new Memory(TerminalAbi.TERMIOS_SIZE + 64)) {
            memory.setMemory(0, memory.size(), (byte) guard);
            assertThat(TerminalCalls.tcgetattr(pair.slave(), memory)).isZero();
            byte[] after = memory.getByteArray(TerminalAbi.TERMIOS_SIZE, 64);
            assertThat(after).containsOnly(guard);
            assertThat(memory.getInt(TerminalAbi.TERMIOS_SIZE - 4))
                    .as("the last field is a speed")
                    .isNotEqualTo(0x5A5A5A5A);
        }
    }

    @Test
    void keysComeBackFromTheKernelUnchanged() throws Exception {
        TerminalCalls.load();
        try (PtyPair pair = PtyPair.open();
                Epoll epoll = new Epoll(Machine.here())) {
            long key = 0x1234_5678_9ABC_DEF0L;
            epoll.add(pair.master(), key);
            epoll.arm(pair.master(), key, LibcAbi.EPOLLOUT);
            long[] told = new long[2];
            epoll.await((who, mask) -> {
                told[0] = who;
                told[1] = mask;
            });
            assertThat(told).containsExactly(key, LibcAbi.EPOLLOUT);
        }
    }

    @Test
    void aRefusedCallSaysWhichAndWhyInWords() {
        TerminalCalls.load();
        assertThatThrownBy(() -> CallException.checked(Libc.open("/no/such/terminal", LibcAbi.O_RDWR), "open of it"))
                .isInstanceOfSatisfying(
                        CallException.class,
                        refused -> assertThat(refused.errno()).isEqualTo(2))
                .hasMessage("open of it: No such file or directory (errno 2)");
    }
}
