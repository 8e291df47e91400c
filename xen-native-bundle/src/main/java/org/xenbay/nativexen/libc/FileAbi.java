// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libc;

/**
 * Numbers and structures of the functions in {@link FileCalls}, the same on x86-64 and aarch64: structures consist of naturally
 * aligned fields of fixed width. Sources: linux/fcntl.h, linux/openat2.h, linux/stat.h, asm-generic/statfs.h, linux/dirent.h
 * ({@code struct linux_dirent64}), linux/xattr.h, asm-generic/resource.h, linux/fs.h, linux/uio.h.
 */
public final class FileAbi {

    public static final int AT_FDCWD = -100;
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    public static final int AT_REMOVEDIR = 0x200;
    public static final int AT_SYMLINK_FOLLOW = 0x400;
    public static final int AT_EMPTY_PATH = 0x1000;

    public static final int SEEK_SET = 0;

    public static final int XATTR_CREATE = 1;
    public static final int XATTR_REPLACE = 2;
    public static final int XATTR_MAX = 64 * 1024;

    /** Bytes of a buffer for a link's target (PATH_MAX): the longest target, and room to detect a longer one. */
    public static final int LINK_MAX = 4096;

    private FileAbi() {}

    /** {@code struct open_how} of openat2(2). */
    public static final class OpenHow {
        public static final int FLAGS = 0;
        public static final int MODE = 8;
        public static final int RESOLVE = 16;
        public static final int SIZE = 24;

        public static final long RESOLVE_NO_MAGICLINKS = 0x02;
        public static final long RESOLVE_NO_SYMLINKS = 0x04;
        public static final long RESOLVE_BENEATH = 0x08;

        private OpenHow() {}
    }

    /** {@code struct statx}; its times are 64-bit seconds and 32-bit nanoseconds. */
    public static final class Statx {
        public static final int BASIC_STATS = 0x7FF;
        public static final int BTIME_KNOWN = 0x800;

        public static final int MASK = 0;
        public static final int BLOCK_SIZE = 4;
        public static final int LINKS = 16;
        public static final int UID = 20;
        public static final int GID = 24;
        public static final int MODE = 28;
        public static final int INODE = 32;
        public static final int BYTES = 40;
        public static final int BLOCKS = 48;
        public static final int ATIME = 64;
        public static final int BTIME = 80;
        public static final int CTIME = 96;
        public static final int MTIME = 112;
        public static final int RDEV_MAJOR = 128;
        public static final int RDEV_MINOR = 132;
        public static final int DEV_MAJOR = 136;
        public static final int DEV_MINOR = 140;
        public static final int SIZE = 256;

        public static final int NANOSECONDS = 8;

        private Statx() {}
    }

    /** {@code struct statfs} of 64-bit machines. */
    public static final class Statfs {
        public static final int TYPE = 0;
        public static final int BLOCK_SIZE = 8;
        public static final int BLOCKS = 16;
        public static final int FREE_BLOCKS = 24;
        public static final int AVAILABLE_BLOCKS = 32;
        public static final int FILES = 40;
        public static final int FREE_FILES = 48;
        public static final int ID = 56;
        public static final int NAME_LENGTH = 64;
        public static final int SIZE = 120;

        private Statfs() {}
    }

    /** Two {@code struct timespec}: access, then modification. */
    public static final class Times {
        public static final int ACCESS = 0;
        public static final int MODIFICATION = 16;
        public static final int SIZE = 32;

        public static final int NANOSECONDS = 8;
        public static final long UTIME_NOW = (1L << 30) - 1;
        public static final long UTIME_OMIT = (1L << 30) - 2;

        private Times() {}
    }

    /** {@code struct flock} of 64-bit machines; l_whence (SEEK_SET) and l_pid stay 0. */
    public static final class Flock {
        public static final int F_OFD_GETLK = 36;
        public static final int F_OFD_SETLK = 37;

        public static final short F_RDLCK = 0;
        public static final short F_WRLCK = 1;
        public static final short F_UNLCK = 2;

        public static final int TYPE = 0;
        public static final int START = 8;
        public static final int LENGTH = 16;
        public static final int SIZE = 32;

        private Flock() {}
    }

    /** {@code struct iovec} of 64-bit machines, and preadv2(2)'s flag not to wait. */
    public static final class Iovec {
        public static final int RWF_NOWAIT = 8;

        public static final int ADDRESS = 0;
        public static final int LENGTH = 8;
        public static final int SIZE = 16;

        private Iovec() {}
    }

    /** {@code struct rlimit} of 64-bit machines, and the number of RLIMIT_NOFILE. */
    public static final class Rlimit {
        public static final int NOFILE = 7;

        public static final int SOFT = 0;
        public static final int HARD = 8;
        public static final int SIZE = 16;

        private Rlimit() {}
    }

    /** {@code struct linux_dirent64}; its name ends with a NUL. */
    public static final class Dirent {
        public static final int INODE = 0;
        public static final int COOKIE = 8;
        public static final int RECORD_LENGTH = 16;
        public static final int TYPE = 18;
        public static final int NAME = 19;

        private Dirent() {}
    }
}
