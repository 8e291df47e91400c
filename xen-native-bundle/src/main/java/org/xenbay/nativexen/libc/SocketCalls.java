// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libc;

import com.sun.jna.Pointer;

/** The C library's functions on connected sockets, mapped directly. They report failure by -1 and {@link Libc#errno()}. */
public final class SocketCalls {

    private SocketCalls() {}

    /**
     * Binds this class, and {@link Libc}.
     *
     * @throws LinkageError when that cannot be done
     */
    public static void load() {
        Libc.load();
        Libc.bind(SocketCalls.class);
    }

    /** recv(2). */
    public static native long recv(int socket, Pointer target, long length, int flags);

    /** send(2). */
    public static native long send(int socket, Pointer source, long length, int flags);

    /** shutdown(2). */
    public static native int shutdown(int socket, int how);

    /** getsockopt(2). */
    public static native int getsockopt(int socket, int level, int name, byte[] value, int[] size);

    /** setsockopt(2). */
    public static native int setsockopt(int socket, int level, int name, byte[] value, int size);

    /** fcntl(2). */
    public static native int fcntl(int descriptor, int command, int argument);
}
