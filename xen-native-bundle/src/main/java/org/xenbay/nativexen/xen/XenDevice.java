// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;

/** One of the kernel's devices of Xen, open. */
final class XenDevice implements AutoCloseable {

    private final Path path;
    private final int descriptor;

    private XenDevice(Path path, int descriptor) {
        this.path = path;
        this.descriptor = descriptor;
    }

    /**
     * @param path the device
     * @param flags additional flags of {@code open(2)}
     * @throws IOException when it cannot be opened; the message says what to do about it
     */
    static XenDevice open(Path path, int flags) throws IOException {
        int descriptor = Libc.open(path.toString(), LibcAbi.O_RDWR | LibcAbi.O_CLOEXEC | flags);
        if (descriptor < 0) {
            throw new IOException("cannot open " + path + ": " + reason(Libc.errno()));
        }
        return new XenDevice(path, descriptor);
    }

    private static String reason(int errno) {
        String advice = switch (errno) {
            case Errno.ENOENT -> "; the kernel module of it is not loaded (xen-evtchn, xen-gntdev, xen-privcmd)";
            case Errno.EACCES, Errno.EPERM -> "; only root may, unless a udev rule says otherwise";
            case Errno.ENODEV, Errno.ENXIO -> "; the kernel does not run on Xen";
            default -> "";
        };
        return Libc.text(errno) + advice;
    }

    int descriptor() {
        return descriptor;
    }

    /** Makes a request of the device; returns its result, or -1 on failure. Repeats it after a signal. */
    int request(long number, @Nullable Pointer argument) {
        int result;
        do {
            result = Libc.ioctl(descriptor, number, argument);
        } while (result < 0 && Libc.errno() == Errno.EINTR);
        return result;
    }

    /** Maps a part of the device shared; returns the address, or -1 on failure. */
    long map(long length, int protection, long offset) {
        return Libc.mmap(0, length, protection, LibcAbi.MAP_SHARED, descriptor, offset);
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /** Not repeated after an error, because Linux closes the descriptor even then. */
    @Override
    public void close() {
        Libc.close(descriptor);
    }
}
