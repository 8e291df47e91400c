// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libc;

/**
 * Numbers of the functions in {@link TerminalCalls}, the same on x86-64 and aarch64 (glibc's bits/termios.h, asm-generic/termbits.h,
 * asm-generic/ioctls.h).
 */
public final class TerminalAbi {

    /** Size of glibc's {@code struct termios}: four flag words, line discipline, 32 characters, two speeds. */
    public static final int TERMIOS_SIZE = 60;

    /** Offsets of the flag words in {@code struct termios}. */
    public static final int TERMIOS_IFLAG = 0;

    public static final int TERMIOS_OFLAG = 4;
    public static final int TERMIOS_LFLAG = 12;

    /** Flags that cfmakeraw(3) clears. */
    public static final int COOKED_IFLAGS = 0x1 | 0x2 | 0x8 | 0x20 | 0x40 | 0x80 | 0x100 | 0x400;

    public static final int OPOST = 0x1;
    public static final int ECHO = 0x8;
    public static final int ECHONL = 0x40;

    /** ECHO and ECHONL, and ISIG, ICANON, IEXTEN. */
    public static final int COOKED_LFLAGS = ECHO | ECHONL | 0x1 | 0x2 | 0x8000;

    /** Locks flags against changes (ioctl_tty(2)); needs CAP_SYS_ADMIN. */
    public static final int TIOCSLCKTRMIOS = 0x5457;

    public static final int TCSANOW = 0;
    public static final int TCIFLUSH = 0;

    private TerminalAbi() {}
}
