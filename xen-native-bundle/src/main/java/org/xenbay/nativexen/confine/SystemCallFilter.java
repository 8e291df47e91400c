// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.confine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.xenbay.api.file.FileException;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.SystemCall;
import org.xenbay.nativexen.libc.SystemCalls;

/**
 * A program that the kernel runs before each system call of a thread (linux/include/uapi/linux/filter.h, seccomp.h): listed
 * calls, and calls by another architecture's numbers, fail with EPERM. Since Linux 5.11 the kernel caches which calls always
 * pass, so that these calls cost hardly anything.
 */
final class SystemCallFilter {

    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_AT_LEAST = 0x35;
    private static final int RETURN = 0x06;

    private static final int NUMBER_AT = 0;
    private static final int ARCHITECTURE_AT = 4;

    private static final int ALLOW = 0x7FFF_0000;
    private static final int REFUSE = 0x0005_0001;

    private static final int SET_MODE_FILTER = 1;
    /**
     * SECCOMP_FILTER_FLAG_SPEC_ALLOW: leaves the mitigation of speculative store bypass to the kernel's own setting, because it
     * makes the thread slower.
     */
    private static final int SPEC_ALLOW = 4;

    private static final int INSTRUCTION = 8;
    private static final int PROGRAM = 16;

    private final Machine machine;
    private final ByteBuffer instructions;
    /** {@code struct sock_fprog}: the address of the instructions. */
    private final ByteBuffer program = ByteBuffer.allocateDirect(PROGRAM).order(ByteOrder.nativeOrder());

    /** @param refused numbers of the calls that fail */
    SystemCallFilter(Machine machine, List<Integer> refused) {
        this.machine = machine;
        instructions = assemble(machine, refused);
        program.putShort(0, (short) (instructions.capacity() / INSTRUCTION));
        program.putLong(8, Libc.address(instructions));
    }

    /** Jumps to the last instruction, which refuses. Jumps go forward only, by at most 255 instructions. */
    static ByteBuffer assemble(Machine machine, List<Integer> refused) {
        int count = 3 + (machine.secondAbi() == 0 ? 0 : 1) + refused.size() + 2;
        ByteBuffer code = ByteBuffer.allocateDirect(count * INSTRUCTION).order(ByteOrder.nativeOrder());
        add(code, LOAD_WORD, 0, 0, ARCHITECTURE_AT);
        add(code, JUMP_IF_EQUAL, 0, toLast(code), machine.auditArchitecture());
        add(code, LOAD_WORD, 0, 0, NUMBER_AT);
        if (machine.secondAbi() != 0) {
            add(code, JUMP_IF_AT_LEAST, toLast(code), 0, machine.secondAbi());
        }
        for (int call : refused) {
            add(code, JUMP_IF_EQUAL, toLast(code), 0, call);
        }
        add(code, RETURN, 0, 0, ALLOW);
        add(code, RETURN, 0, 0, REFUSE);
        return code.flip();
    }

    private static int toLast(ByteBuffer code) {
        return (code.capacity() - code.position()) / INSTRUCTION - 2;
    }

    private static void add(ByteBuffer code, int what, int ifTrue, int ifFalse, int value) {
        code.putShort((short) what).put((byte) ifTrue).put((byte) ifFalse).putInt(value);
    }

    /**
     * Filters the calling thread's system calls from now on; it must have no_new_privs.
     *
     * @throws FileException when the kernel refuses it
     */
    void install() throws FileException {
        FileCalls.checked(
                SystemCalls.syscall(
                        SystemCall.SECCOMP.on(machine), SET_MODE_FILTER, SPEC_ALLOW, Libc.address(program), 0, 0),
                "seccomp");
    }
}
