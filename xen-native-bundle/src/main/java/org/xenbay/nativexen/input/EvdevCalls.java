// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.input;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;

/**
 * The C library's functions that input devices need, mapped directly. They report failure by -1 and {@link #errno()}, which
 * belongs to the calling thread.
 */
final class EvdevCalls {

    private static final String LIBRARY = "c";

    private EvdevCalls() {}

    /**
     * Loads JNA's own native part and binds this class.
     *
     * @throws LinkageError when either cannot be loaded
     */
    static void load() {
        if (!Native.registered(EvdevCalls.class)) {
            Native.register(EvdevCalls.class, LIBRARY);
        }
    }

    static int errno() {
        return Native.getLastError();
    }

    /** @return what went wrong in the last call of this thread */
    static IOException failure(String call) {
        int errno = errno();
        return new IOException(call + ": " + strerror(errno) + " (errno " + errno + ")");
    }

    static native int open(String path, int flags);

    static native int close(int descriptor);

    static native long read(int descriptor, Pointer target, long length);

    static native long write(int descriptor, Pointer source, long length);

    static native int ioctl(int descriptor, long request, Pointer argument);

    static native int ioctl(int descriptor, long request, long argument);

    static native int poll(Pointer descriptors, long count, int timeoutMillis);

    static native int eventfd(int initial, int flags);

    private static native String strerror(int errno);
}
