// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.FileSystemStat;
import org.xenbay.api.file.TimeUpdate;
import org.xenbay.api.file.Timestamp;
import org.xenbay.nativexen.libc.FileAbi;
import org.xenbay.nativexen.libc.FileAbi.Statfs;
import org.xenbay.nativexen.libc.FileAbi.Statx;
import org.xenbay.nativexen.libc.FileAbi.Times;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Libc;

/** Attributes of a descriptor's file, also with O_PATH. A link is not followed. */
final class Attributes {

    private Attributes() {}

    static FileStat stat(Descriptor file) throws FileException {
        byte[] statx = new byte[Statx.SIZE];
        int asked = Statx.BASIC_STATS | Statx.BTIME_KNOWN;
        FileCalls.checked(
                FileCalls.statx(file.number(), Names.ITSELF, FileAbi.AT_EMPTY_PATH, asked, statx), "attributes");
        ByteBuffer all = ByteBuffer.wrap(statx).order(ByteOrder.nativeOrder());
        boolean born = (all.getInt(Statx.MASK) & Statx.BTIME_KNOWN) != 0;
        return new FileStat(
                device(all, Statx.DEV_MAJOR, Statx.DEV_MINOR),
                all.getLong(Statx.INODE),
                all.getShort(Statx.MODE) & 0xFFFF,
                all.getInt(Statx.UID),
                all.getInt(Statx.GID),
                all.getInt(Statx.LINKS),
                device(all, Statx.RDEV_MAJOR, Statx.RDEV_MINOR),
                all.getLong(Statx.BYTES),
                all.getInt(Statx.BLOCK_SIZE),
                all.getLong(Statx.BLOCKS),
                time(all, Statx.ATIME),
                time(all, Statx.MTIME),
                time(all, Statx.CTIME),
                born ? Optional.of(time(all, Statx.BTIME)) : Optional.empty());
    }

    private static DeviceNumber device(ByteBuffer statx, int major, int minor) {
        return new DeviceNumber(statx.getInt(major), statx.getInt(minor));
    }

    private static Timestamp time(ByteBuffer statx, int at) {
        return new Timestamp(statx.getLong(at), Integer.toUnsignedLong(statx.getInt(at + Statx.NANOSECONDS)));
    }

    static FileSystemStat statFileSystem(Descriptor file) throws FileException {
        byte[] statfs = new byte[Statfs.SIZE];
        FileCalls.checked(FileCalls.fstatfs(file.number(), statfs), "attributes of a file system");
        ByteBuffer all = ByteBuffer.wrap(statfs).order(ByteOrder.nativeOrder());
        return new FileSystemStat(
                all.getLong(Statfs.TYPE),
                all.getLong(Statfs.BLOCK_SIZE),
                all.getLong(Statfs.BLOCKS),
                all.getLong(Statfs.FREE_BLOCKS),
                all.getLong(Statfs.AVAILABLE_BLOCKS),
                all.getLong(Statfs.FILES),
                all.getLong(Statfs.FREE_FILES),
                all.getLong(Statfs.ID),
                all.getLong(Statfs.NAME_LENGTH));
    }

    /** Refuses links: kernels before 6.6 change a link's permissions on some file systems and still report failure. */
    static void chmod(Descriptor file, int permissions) throws FileException {
        FileCalls.checked(FileCalls.chmod(Names.path(file), permissions), "change of permissions");
    }

    static void chown(Descriptor file, int uid, int gid) throws FileException {
        int flags = FileAbi.AT_EMPTY_PATH | FileAbi.AT_SYMLINK_NOFOLLOW;
        FileCalls.checked(FileCalls.fchownat(file.number(), Names.ITSELF, uid, gid, flags), "change of owner");
    }

    /** Uses a path, because utimensat accepts AT_EMPTY_PATH only since Linux 5.8. */
    static void setTimes(Descriptor file, TimeUpdate access, TimeUpdate modification) throws FileException {
        byte[] times = new byte[Times.SIZE];
        ByteBuffer both = ByteBuffer.wrap(times).order(ByteOrder.nativeOrder());
        put(both, Times.ACCESS, access);
        put(both, Times.MODIFICATION, modification);
        FileCalls.checked(FileCalls.utimensat(FileAbi.AT_FDCWD, Names.path(file), times, 0), "change of times");
    }

    /** Checks the nanoseconds, because two numbers beyond a second have a special meaning (UTIME_NOW, UTIME_OMIT). */
    private static void put(ByteBuffer times, int at, TimeUpdate update) throws FileException {
        if (!update.time().isValid()) {
            throw new FileException(Errno.EINVAL, "a time of " + update.time().nanoseconds() + " nanoseconds");
        }
        times.putLong(at, update.time().seconds());
        times.putLong(
                at + Times.NANOSECONDS,
                switch (update.kind()) {
                    case KEEP -> Times.UTIME_OMIT;
                    case NOW -> Times.UTIME_NOW;
                    case GIVEN -> update.time().nanoseconds();
                });
    }

    static void truncate(Descriptor file, long size) throws FileException {
        byte[] path = Names.path(file);
        int result;
        do {
            result = FileCalls.truncate(path, size);
        } while (Libc.interrupted(result));
        FileCalls.checked(result, "change of size");
    }

    static byte[] readLink(Descriptor link) throws FileException {
        byte[] target = new byte[FileAbi.LINK_MAX];
        long length = FileCalls.readlinkat(link.number(), Names.ITSELF, target, target.length);
        if (length < 0) {
            // For a file that is not a link, Linux reports ENOENT with a descriptor, and EINVAL with a path.
            int errno = Libc.errno();
            throw FileCalls.failure(errno == Errno.ENOENT ? Errno.EINVAL : errno, "read of a link");
        }
        if (length == target.length) {
            throw new FileException(Errno.ENAMETOOLONG, "read of a link");
        }
        return Arrays.copyOf(target, (int) length);
    }
}
