// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.LockRange;
import org.xenbay.nativexen.libc.FileAbi.Flock;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Libc;

/**
 * Open file description locks. The older locks of fcntl belong to the process: locks of two guests would never conflict,
 * and one guest's close of a file would end another's locks.
 */
final class Locks {

    private Locks() {}

    /** @return false when another lock conflicts */
    static boolean tryLock(Descriptor file, LockRange range) throws FileException {
        byte[] flock = flock(kind(range), range.start(), range.length());
        if (FileCalls.fcntl(file.number(), Flock.F_OFD_SETLK, flock) == 0) {
            return true;
        }
        int errno = Libc.errno();
        if (errno == Errno.EAGAIN || errno == Errno.EACCES) {
            return false;
        }
        throw FileCalls.failure(errno, "lock of " + range);
    }

    static Optional<LockRange> conflict(Descriptor file, LockRange range) throws FileException {
        byte[] flock = flock(kind(range), range.start(), range.length());
        FileCalls.checked(FileCalls.fcntl(file.number(), Flock.F_OFD_GETLK, flock), "test of a lock");
        ByteBuffer found = ByteBuffer.wrap(flock).order(ByteOrder.nativeOrder());
        short kind = found.getShort(Flock.TYPE);
        return kind == Flock.F_UNLCK
                ? Optional.empty()
                : Optional.of(
                        new LockRange(found.getLong(Flock.START), found.getLong(Flock.LENGTH), kind == Flock.F_WRLCK));
    }

    static void unlock(Descriptor file, long start, long length) throws FileException {
        byte[] flock = flock(Flock.F_UNLCK, start, length);
        FileCalls.checked(FileCalls.fcntl(file.number(), Flock.F_OFD_SETLK, flock), "unlock");
    }

    private static short kind(LockRange range) {
        return range.exclusive() ? Flock.F_WRLCK : Flock.F_RDLCK;
    }

    /** Refuses a negative length, which Linux would treat as a range before the start. */
    private static byte[] flock(short kind, long start, long length) throws FileException {
        if (start < 0 || length < 0) {
            throw new FileException(Errno.EINVAL, "lock of " + length + " bytes from " + start);
        }
        byte[] flock = new byte[Flock.SIZE];
        ByteBuffer.wrap(flock)
                .order(ByteOrder.nativeOrder())
                .putShort(Flock.TYPE, kind)
                .putLong(Flock.START, start)
                .putLong(Flock.LENGTH, length);
        return flock;
    }
}
