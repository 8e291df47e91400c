// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.confine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A program that the kernel runs before each system call of a thread (linux/include/uapi/linux/filter.h, seccomp.h): those that are
 * listed, and those of another machine's numbers, fail with EPERM. The kernel works out beforehand which calls it always lets
 * pass (since Linux 5.11), so that they cost next to nothing.
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
    /** Not to make the thread slower against an attack on the processor that another setting of the kernel's is for. */
    private static final int SPEC_ALLOW = 4;

    private static final int INSTRUCTION = 8;
    private static final int PROGRAM = 16;

    private final KernelNumbers numbers;
    private final ByteBuffer instructions;
    /** {@code struct sock_fprog}: where the instructions are. */
    private final ByteBuffer program = ByteBuffer.allocateDirect(PROGRAM).order(ByteOrder.nativeOrder());

    /** @param refused numbers of the calls that fail */
    SystemCallFilter(KernelNumbers numbers, List<Integer> refused) {
        this.numbers = numbers;
        instructions = assemble(numbers, refused);
        program.putShort(0, (short) (instructions.capacity() / INSTRUCTION));
        program.putLong(8, ConfineCalls.address(instructions));
    }

    /** Jumps go forward only, and at most 255 instructions: to the last one, which refuses. */
    static ByteBuffer assemble(KernelNumbers numbers, List<Integer> refused) {
        int count = 3 + (numbers.secondAbi() == 0 ? 0 : 1) + refused.size() + 2;
        ByteBuffer code = ByteBuffer.allocateDirect(count * INSTRUCTION).order(ByteOrder.nativeOrder());
        add(code, LOAD_WORD, 0, 0, ARCHITECTURE_AT);
        add(code, JUMP_IF_EQUAL, 0, toLast(code), numbers.architecture());
        add(code, LOAD_WORD, 0, 0, NUMBER_AT);
        if (numbers.secondAbi() != 0) {
            add(code, JUMP_IF_AT_LEAST, toLast(code), 0, numbers.secondAbi());
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
     * The calling thread's calls are filtered from now on; it must have no_new_privs.
     *
     * @throws ConfineException when the kernel refuses it
     */
    void install() throws ConfineException {
        ConfineException.checked(
                ConfineCalls.syscall(
                        numbers.seccomp(), SET_MODE_FILTER, SPEC_ALLOW, ConfineCalls.address(program), 0, 0),
                "seccomp");
    }
}
