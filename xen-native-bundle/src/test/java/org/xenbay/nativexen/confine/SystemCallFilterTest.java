// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.confine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenbay.nativexen.libc.Machine;

/** The filter's program, run by an interpreter of the few instructions it has: for machines other than this one too. */
class SystemCallFilterTest {

    private static final int ALLOW = 0x7FFF_0000;
    private static final int EPERM = 0x0005_0001;

    @ParameterizedTest
    @EnumSource
    void listedCallsAreRefusedAndOthersPass(Machine machine) {
        List<Integer> refused = RefusedCalls.on(machine);
        ByteBuffer code = SystemCallFilter.assemble(machine, refused);
        for (int call = 0; call < 500; call++) {
            int expected = refused.contains(call) ? EPERM : ALLOW;
            assertThat(run(code, machine.auditArchitecture(), call))
                    .as("call " + call)
                    .isEqualTo(expected);
        }
        assertThat(run(code, machine.auditArchitecture() + 1, 0))
                .as("another machine")
                .isEqualTo(EPERM);
        if (machine.secondAbi() != 0) {
            assertThat(run(code, machine.auditArchitecture(), machine.secondAbi()))
                    .isEqualTo(EPERM);
        }
    }

    private static int run(ByteBuffer code, int architecture, int call) {
        int word = 0;
        for (int at = 0; ; at++) {
            int what = code.getShort(8 * at) & 0xFFFF;
            int ifTrue = code.get(8 * at + 2) & 0xFF;
            int ifFalse = code.get(8 * at + 3) & 0xFF;
            int value = code.getInt(8 * at + 4);
            switch (what) {
                case 0x20 -> word = value == 4 ? architecture : call;
                case 0x15 -> at += word == value ? ifTrue : ifFalse;
                case 0x35 -> at += Integer.compareUnsigned(word, value) >= 0 ? ifTrue : ifFalse;
                case 0x06 -> {
                    return value;
                }
                default -> throw new AssertionError("instruction " + what);
            }
        }
    }
}
