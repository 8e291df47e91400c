// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libc;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;

/**
 * The C library's functions on descriptors of any kind, mapped directly. They report failure by -1 and {@link #errno()}, which
 * belongs to the calling thread. {@code size_t}, {@code ssize_t} and {@code off_t} are long: {@link Machine} knows 64-bit machines
 * only.
 */
public final class Libc {

    static final String LIBRARY = "c";

    private Libc() {}

    /**
     * Loads JNA's own native part and binds this class.
     *
     * @throws LinkageError when either cannot be loaded
     */
    public static void load() {
        bind(Libc.class);
    }

    /** Binds the native methods of a class once. From any thread. */
    static synchronized void bind(Class<?> functions) {
        if (!Native.registered(functions)) {
            Native.register(functions, LIBRARY);
        }
    }

    /** @return the error number of this thread's last call */
    public static int errno() {
        return Native.getLastError();
    }

    /** @return whether a signal interrupted this thread's last call, so that it has to be repeated */
    public static boolean interrupted(long result) {
        return result < 0 && errno() == Errno.EINTR;
    }

    /** @return an error number in words, with the number */
    public static String text(int errno) {
        return strerror(errno) + " (errno " + errno + ")";
    }

    /** @return address of a direct buffer's bytes from its position on, valid as long as the buffer */
    public static Pointer pointer(ByteBuffer direct) {
        return Native.getDirectBufferPointer(direct).share(direct.position());
    }

    /** @return {@link #pointer} as a number */
    public static long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct)) + direct.position();
    }

    /** open(2). */
    public static native int open(String path, int flags);

    /** open(2), with a path whose last byte is NUL. */
    public static native int open(byte[] path, int flags);

    /** close(2). */
    public static native int close(int descriptor);

    /** read(2). */
    public static native long read(int descriptor, Pointer target, long length);

    /** write(2). */
    public static native long write(int descriptor, Pointer source, long length);

    /** ioctl(2). */
    public static native int ioctl(int descriptor, long request, @Nullable Pointer argument);

    /** ioctl(2). */
    public static native int ioctl(int descriptor, long request, long argument);

    /** mmap(2). Returns the address, or -1 on failure. */
    public static native long mmap(long address, long length, int protection, int flags, int descriptor, long offset);

    /** munmap(2). */
    public static native int munmap(long address, long length);

    /** eventfd(2). */
    public static native int eventfd(int initial, int flags);

    /** poll(2), with an array of {@code struct pollfd}, as {@link PollDescriptors} lays it out. */
    public static native int poll(Pointer descriptors, long count, int timeoutMillis);

    /** epoll_create1(2). */
    public static native int epoll_create1(int flags);

    /** epoll_ctl(2). */
    public static native int epoll_ctl(int epoll, int operation, int descriptor, Pointer event);

    /** epoll_wait(2). */
    public static native int epoll_wait(int epoll, Pointer events, int count, int timeoutMillis);

    /** socket(2). */
    public static native int socket(int domain, int type, int protocol);

    /** sendto(2). */
    public static native long sendto(
            int socket, Pointer bytes, long length, int flags, Pointer address, int addressLength);

    /** @return an error number in words */
    public static native String strerror(int errno);
}
