// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.confine;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** System calls that change what the calling thread may do. Directly by their numbers: the C library has none for Landlock. */
final class ConfineCalls {

    private ConfineCalls() {}

    /** @throws LinkageError when the C library cannot be bound */
    static void load() {
        if (!Native.registered(ConfineCalls.class)) {
            Native.register(ConfineCalls.class, "c");
        }
    }

    static int errno() {
        return Native.getLastError();
    }

    static native int syscall(long number, long first, long second, long third, long fourth, long fifth);

    /** landlock_create_ruleset(2), capset(2) and capget(2). */
    static native int syscall(long number, byte[] first, byte[] second, long third);

    /** landlock_create_ruleset(2). */
    static native int syscall(long number, byte[] first, long second, long third);

    /** landlock_add_rule(2). */
    static native int syscall(long number, long first, long second, byte[] third, long fourth);

    static native int open(byte[] path, int flags);

    static native int close(int descriptor);

    static native String strerror(int errno);

    /** @return where a direct buffer's bytes are, for as long as the buffer is */
    static long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }
}
