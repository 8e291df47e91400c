// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;

/**
 * The C library's functions on files, mapped directly. They report failure by -1 and {@link #errno()}, which belongs to the
 * calling thread.
 *
 * <p>Names and paths are bytes ending with a NUL; structures are bytes as {@link FileAbi} lays them out. JNA copies arrays
 * in and out, so that no call holds up the garbage collector; direct buffers are passed by their address. {@code size_t}
 * and {@code off_t} are long: {@link FileAbi} knows 64-bit machines only.
 */
final class FileCalls {

    private static final String LIBRARY = "c";

    private FileCalls() {}

    /**
     * Loads JNA's own native part and binds this class.
     *
     * @throws LinkageError when either cannot be loaded
     */
    static void load() {
        if (!Native.registered(FileCalls.class)) {
            Native.register(FileCalls.class, LIBRARY);
        }
    }

    /** @return the error number of this thread's last call */
    static int errno() {
        return Native.getLastError();
    }

    /** @return whether a signal ended this thread's last call, which is to be made again */
    static boolean interrupted(long result) {
        return result < 0 && errno() == Errno.EINTR;
    }

    /** @return what went wrong in the last call of this thread */
    static FileException failure(String call) {
        int errno = errno();
        return failure(errno, call);
    }

    static FileException failure(int errno, String call) {
        return new FileException(errno, call, strerror(errno));
    }

    /** @return the result, unless it tells that the call failed */
    static int checked(int result, String call) throws FileException {
        if (result < 0) {
            throw failure(call);
        }
        return result;
    }

    static native int openat(int folder, byte[] name, int flags, int mode);

    /** openat2(2). */
    static native int syscall(long number, long folder, byte[] name, byte[] how, long size);

    /** mknodat(2). */
    static native int syscall(long number, long folder, byte[] name, long mode, long device);

    /** setfsuid(2) and setfsgid(2), by their numbers: the C library's may change other threads as well. */
    static native int syscall(long number, long id);

    /** setgroups(2), of the calling thread. */
    static native int syscall(long number, long count, int[] groups);

    /** capget(2) and capset(2). */
    static native int syscall(long number, byte[] header, byte[] data);

    static native int geteuid();

    static native int getegid();

    static native int close(int descriptor);

    static native int statx(int folder, byte[] name, int flags, int mask, byte[] statx);

    static native int fstatfs(int descriptor, byte[] statfs);

    static native int chmod(byte[] path, int mode);

    static native int fchownat(int folder, byte[] name, int uid, int gid, int flags);

    static native int utimensat(int folder, byte[] name, byte[] times, int flags);

    static native int truncate(byte[] path, long size);

    static native int ftruncate(int descriptor, long size);

    static native int mkdirat(int folder, byte[] name, int mode);

    static native int symlinkat(byte[] target, int folder, byte[] name);

    static native long readlinkat(int folder, byte[] name, byte[] target, long size);

    static native int linkat(int folder, byte[] name, int newFolder, byte[] newName, int flags);

    static native int renameat(int folder, byte[] name, int newFolder, byte[] newName);

    static native int unlinkat(int folder, byte[] name, int flags);

    static native long getxattr(byte[] path, byte[] name, byte[] value, long size);

    static native int setxattr(byte[] path, byte[] name, byte[] value, long size, int flags);

    static native int removexattr(byte[] path, byte[] name);

    static native long listxattr(byte[] path, byte[] names, long size);

    static native long pread(int descriptor, Buffer target, long length, long position);

    static native long pwrite(int descriptor, Buffer source, long length, long position);

    /** With one {@code struct iovec}. */
    static native long preadv2(int descriptor, byte[] part, int count, long position, int flags);

    /** @return where a direct buffer's bytes from its position on are */
    static long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct.slice()));
    }

    static native int fsync(int descriptor);

    static native int fdatasync(int descriptor);

    static native int fcntl(int descriptor, int command, byte[] flock);

    static native long lseek(int descriptor, long offset, int whence);

    static native long getdents64(int descriptor, byte[] entries, long size);

    static native int getrlimit(int resource, byte[] limit);

    static native int setrlimit(int resource, byte[] limit);

    private static native String strerror(int errno);
}
