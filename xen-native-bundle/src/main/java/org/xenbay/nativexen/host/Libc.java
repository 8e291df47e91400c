// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * The C library's functions that pseudo terminals and the service manager need, mapped directly. All of them report failure by -1 (or an error
 * number, where said) and {@link Native#getLastError()}, which belongs to the calling thread.
 *
 * <p>{@code size_t} and {@code ssize_t} are long: every machine this runs on is a 64-bit one ({@link LinuxAbi}).
 */
final class Libc {

    private static final String LIBRARY = "c";

    private Libc() {}

    /**
     * Loads JNA's own native part and binds this class.
     *
     * @throws LinkageError when either cannot be loaded
     */
    static void load() {
        if (!Native.registered(Libc.class)) {
            Native.register(Libc.class, LIBRARY);
        }
    }

    /** @return what went wrong in the last call of this thread, as an exception */
    static HostCallException failure(String call) {
        int errno = Native.getLastError();
        return new HostCallException(call, errno, strerror(errno));
    }

    static native int posix_openpt(int flags);

    static native int grantpt(int descriptor);

    static native int unlockpt(int descriptor);

    /** Gives the error number itself. */
    static native int ptsname_r(int descriptor, byte[] name, long size);

    static native int open(String path, int flags);

    static native int close(int descriptor);

    static native int tcgetattr(int descriptor, Pointer termios);

    static native void cfmakeraw(Pointer termios);

    static native int tcsetattr(int descriptor, int actions, Pointer termios);

    static native int tcflush(int descriptor, int queue);

    static native int ioctl(int descriptor, long request, Pointer argument);

    static native long read(int descriptor, Pointer target, long length);

    static native long write(int descriptor, Pointer source, long length);

    static native int epoll_create1(int flags);

    static native int epoll_ctl(int epoll, int operation, int descriptor, Pointer event);

    static native int epoll_wait(int epoll, Pointer events, int count, int timeoutMillis);

    static native int eventfd(int initial, int flags);

    static native int socket(int domain, int type, int protocol);

    static native long sendto(int socket, Pointer bytes, long length, int flags, Pointer address, int addressLength);

    private static native String strerror(int errno);
}
