// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * The system calls that Xen's devices are used with, mapped directly. They report failure by -1 and {@link #errno()}, which
 * belongs to the calling thread. {@code size_t} and {@code off_t} are long: only 64-bit machines run a dom0 with Java.
 */
final class Kernel {

    static final int O_RDWR = 0x2;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x8_0000;

    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    static final int MAP_SHARED = 1;

    static final short POLLIN = 1;

    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int EFBIG = 27;
    static final int ENOSPC = 28;

    private static final String LIBRARY = "c";

    private Kernel() {}

    /**
     * Loads JNA's own native part and binds this class.
     *
     * @throws LinkageError when either cannot be loaded
     */
    static void load() {
        if (!Native.registered(Kernel.class)) {
            Native.register(Kernel.class, LIBRARY);
        }
    }

    /** @return the error number of this thread's last call */
    static int errno() {
        return Native.getLastError();
    }

    /** @return an error number in words, with the number */
    static String text(int errno) {
        return strerror(errno) + " (" + errno + ")";
    }

    static native int open(String path, int flags);

    static native int close(int descriptor);

    static native int ioctl(int descriptor, long request, Pointer argument);

    /** Gives the address, -1 for failure. */
    static native long mmap(long address, long length, int protection, int flags, int descriptor, long offset);

    static native int munmap(long address, long length);

    static native int poll(Pointer descriptors, long count, int timeoutMillis);

    static native long read(int descriptor, Pointer target, long length);

    static native long write(int descriptor, Pointer source, long length);

    static native int eventfd(int initial, int flags);

    private static native String strerror(int errno);
}
