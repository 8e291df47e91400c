// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libc;

/**
 * Numbers of the functions in {@link SocketCalls}, the same on x86-64 and aarch64. Sources: asm-generic/socket.h, linux/socket.h,
 * asm-generic/fcntl.h and linux/fcntl.h.
 */
public final class SocketAbi {

    public static final int SOL_SOCKET = 1;

    /** An {@code int} that says whether, and an {@code int} with seconds. */
    public static final int SO_LINGER = 13;

    public static final int LINGER_SIZE = 8;

    /** 64 bits that no other socket has until the host restarts. */
    public static final int SO_COOKIE = 57;

    public static final int SHUT_RDWR = 2;
    public static final int MSG_PEEK = 0x2;
    public static final int F_DUPFD_CLOEXEC = 1030;

    private SocketAbi() {}
}
