// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libc;

import com.sun.jna.Pointer;

/** The C library's functions on terminals, mapped directly. They report failure by -1 and {@link Libc#errno()}. */
public final class TerminalCalls {

    private TerminalCalls() {}

    /**
     * Binds this class, and {@link Libc}.
     *
     * @throws LinkageError when that cannot be done
     */
    public static void load() {
        Libc.load();
        Libc.bind(TerminalCalls.class);
    }

    /** posix_openpt(3). */
    public static native int posix_openpt(int flags);

    /** grantpt(3). */
    public static native int grantpt(int descriptor);

    /** unlockpt(3). */
    public static native int unlockpt(int descriptor);

    /** ptsname_r(3). Returns the error number itself. */
    public static native int ptsname_r(int descriptor, byte[] name, long size);

    /** tcgetattr(3). */
    public static native int tcgetattr(int descriptor, Pointer termios);

    /** cfmakeraw(3). */
    public static native void cfmakeraw(Pointer termios);

    /** tcsetattr(3). */
    public static native int tcsetattr(int descriptor, int actions, Pointer termios);

    /** tcflush(3). */
    public static native int tcflush(int descriptor, int queue);
}
