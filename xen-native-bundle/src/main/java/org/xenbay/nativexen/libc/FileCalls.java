// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libc;

import java.nio.Buffer;
import org.xenbay.api.file.FileException;

/**
 * The C library's functions on files, mapped directly. They report failure by -1 and {@link Libc#errno()}.
 *
 * <p>Names and paths are bytes ending with a NUL; structures are bytes with the layouts of {@link FileAbi}. JNA copies arrays
 * in and out, so that no call blocks the garbage collector; direct buffers are passed by their address.
 */
public final class FileCalls {

    private FileCalls() {}

    /**
     * Binds this class, and the classes that it needs.
     *
     * @throws LinkageError when that cannot be done
     */
    public static void load() {
        SystemCalls.load();
        Libc.bind(FileCalls.class);
    }

    /** @return the error of this thread's last call */
    public static FileException failure(String call) {
        return failure(Libc.errno(), call);
    }

    /** @return the exception for an error number */
    public static FileException failure(int errno, String call) {
        return new FileException(errno, call, Libc.strerror(errno));
    }

    /** @return the result, unless it reports a failure */
    public static int checked(int result, String call) throws FileException {
        if (result < 0) {
            throw failure(call);
        }
        return result;
    }

    /** openat(2). */
    public static native int openat(int folder, byte[] name, int flags, int mode);

    /** geteuid(2). */
    public static native int geteuid();

    /** getegid(2). */
    public static native int getegid();

    /** statx(2). */
    public static native int statx(int folder, byte[] name, int flags, int mask, byte[] statx);

    /** fstatfs(2). */
    public static native int fstatfs(int descriptor, byte[] statfs);

    /** chmod(2). */
    public static native int chmod(byte[] path, int mode);

    /** fchownat(2). */
    public static native int fchownat(int folder, byte[] name, int uid, int gid, int flags);

    /** utimensat(2). */
    public static native int utimensat(int folder, byte[] name, byte[] times, int flags);

    /** truncate(2). */
    public static native int truncate(byte[] path, long size);

    /** ftruncate(2). */
    public static native int ftruncate(int descriptor, long size);

    /** mkdirat(2). */
    public static native int mkdirat(int folder, byte[] name, int mode);

    /** symlinkat(2). */
    public static native int symlinkat(byte[] target, int folder, byte[] name);

    /** readlinkat(2). */
    public static native long readlinkat(int folder, byte[] name, byte[] target, long size);

    /** linkat(2). */
    public static native int linkat(int folder, byte[] name, int newFolder, byte[] newName, int flags);

    /** renameat(2). */
    public static native int renameat(int folder, byte[] name, int newFolder, byte[] newName);

    /** unlinkat(2). */
    public static native int unlinkat(int folder, byte[] name, int flags);

    /** getxattr(2). */
    public static native long getxattr(byte[] path, byte[] name, byte[] value, long size);

    /** setxattr(2). */
    public static native int setxattr(byte[] path, byte[] name, byte[] value, long size, int flags);

    /** removexattr(2). */
    public static native int removexattr(byte[] path, byte[] name);

    /** listxattr(2). */
    public static native long listxattr(byte[] path, byte[] names, long size);

    /** pread(2). */
    public static native long pread(int descriptor, Buffer target, long length, long position);

    /** pwrite(2). */
    public static native long pwrite(int descriptor, Buffer source, long length, long position);

    /** preadv2(2), with one {@code struct iovec}. */
    public static native long preadv2(int descriptor, byte[] part, int count, long position, int flags);

    /** fsync(2). */
    public static native int fsync(int descriptor);

    /** fdatasync(2). */
    public static native int fdatasync(int descriptor);

    /** fcntl(2). */
    public static native int fcntl(int descriptor, int command, byte[] flock);

    /** lseek(2). */
    public static native long lseek(int descriptor, long offset, int whence);

    /** getdents64(2). */
    public static native long getdents64(int descriptor, byte[] entries, long size);

    /** getrlimit(2). */
    public static native int getrlimit(int resource, byte[] limit);

    /** setrlimit(2). */
    public static native int setrlimit(int resource, byte[] limit);
}
