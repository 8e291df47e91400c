// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

/**
 * Numbers and structures of the kernel's calls on files, all in this place.
 *
 * <p>The constants are the same on x86-64 and aarch64; the fields of the record are those that differ
 * (arch/arm64/include/uapi/asm/fcntl.h, and the tables of system calls). Structures consist of naturally aligned fields of
 * fixed width and are the same on both. Sources: linux/include/uapi/asm-generic/fcntl.h, linux/fcntl.h, linux/openat2.h,
 * linux/stat.h, asm-generic/statfs.h, linux/dirent.h (struct linux_dirent64).
 *
 * @param directory O_DIRECTORY
 * @param noFollow O_NOFOLLOW
 * @param mknodat number of the system call mknodat, which glibc does not export before 2.33
 */
record FileAbi(int directory, int noFollow, long mknodat) {

    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_NOCTTY = 0400;
    static final int O_CLOEXEC = 02000000;
    static final int O_PATH = 010000000;

    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_REMOVEDIR = 0x200;
    static final int AT_SYMLINK_FOLLOW = 0x400;
    static final int AT_EMPTY_PATH = 0x1000;

    static final int SEEK_SET = 0;

    static final int XATTR_CREATE = 1;
    static final int XATTR_REPLACE = 2;
    static final int XATTR_MAX = 64 * 1024;

    /** The longest target of a link (PATH_MAX), and room to see that it was longer. */
    static final int LINK_MAX = 4096;

    private static final int X86_DIRECTORY = 0200000;
    private static final int X86_NOFOLLOW = 0400000;
    private static final int ARM_DIRECTORY = 040000;
    private static final int ARM_NOFOLLOW = 0100000;

    /** openat2(2) and its {@code struct open_how}. */
    static final class OpenHow {
        static final long SYSTEM_CALL = 437;

        static final int FLAGS = 0;
        static final int MODE = 8;
        static final int RESOLVE = 16;
        static final int SIZE = 24;

        static final long RESOLVE_NO_MAGICLINKS = 0x02;
        static final long RESOLVE_NO_SYMLINKS = 0x04;
        static final long RESOLVE_BENEATH = 0x08;

        private OpenHow() {}
    }

    /** {@code struct statx}; its times are 64-bit seconds and 32-bit nanoseconds. */
    static final class Statx {
        static final int BASIC_STATS = 0x7FF;
        static final int BTIME_KNOWN = 0x800;

        static final int MASK = 0;
        static final int BLOCK_SIZE = 4;
        static final int LINKS = 16;
        static final int UID = 20;
        static final int GID = 24;
        static final int MODE = 28;
        static final int INODE = 32;
        static final int BYTES = 40;
        static final int BLOCKS = 48;
        static final int ATIME = 64;
        static final int BTIME = 80;
        static final int CTIME = 96;
        static final int MTIME = 112;
        static final int RDEV_MAJOR = 128;
        static final int RDEV_MINOR = 132;
        static final int DEV_MAJOR = 136;
        static final int DEV_MINOR = 140;
        static final int SIZE = 256;

        static final int NANOSECONDS = 8;

        private Statx() {}
    }

    /** {@code struct statfs} of 64-bit machines. */
    static final class Statfs {
        static final int TYPE = 0;
        static final int BLOCK_SIZE = 8;
        static final int BLOCKS = 16;
        static final int FREE_BLOCKS = 24;
        static final int AVAILABLE_BLOCKS = 32;
        static final int FILES = 40;
        static final int FREE_FILES = 48;
        static final int ID = 56;
        static final int NAME_LENGTH = 64;
        static final int SIZE = 120;

        private Statfs() {}
    }

    /** Two {@code struct timespec}: access, then modification. */
    static final class Times {
        static final int ACCESS = 0;
        static final int MODIFICATION = 16;
        static final int SIZE = 32;

        static final int NANOSECONDS = 8;
        static final long UTIME_NOW = (1L << 30) - 1;
        static final long UTIME_OMIT = (1L << 30) - 2;

        private Times() {}
    }

    /** {@code struct flock} of 64-bit machines; l_whence (SEEK_SET) and l_pid stay 0. */
    static final class Flock {
        static final int F_OFD_GETLK = 36;
        static final int F_OFD_SETLK = 37;

        static final short F_RDLCK = 0;
        static final short F_WRLCK = 1;
        static final short F_UNLCK = 2;

        static final int TYPE = 0;
        static final int START = 8;
        static final int LENGTH = 16;
        static final int SIZE = 32;

        private Flock() {}
    }

    /** {@code struct iovec} of 64-bit machines, and preadv2(2)'s flag not to wait. */
    static final class Iovec {
        static final int RWF_NOWAIT = 8;

        static final int ADDRESS = 0;
        static final int LENGTH = 8;
        static final int SIZE = 16;

        private Iovec() {}
    }

    /** {@code struct rlimit} of 64-bit machines, and the number of RLIMIT_NOFILE. */
    static final class Rlimit {
        static final int NOFILE = 7;

        static final int SOFT = 0;
        static final int HARD = 8;
        static final int SIZE = 16;

        private Rlimit() {}
    }

    /** {@code struct linux_dirent64}; its name ends with a NUL. */
    static final class Dirent {
        static final int INODE = 0;
        static final int COOKIE = 8;
        static final int RECORD_LENGTH = 16;
        static final int TYPE = 18;
        static final int NAME = 19;

        private Dirent() {}
    }

    /**
     * @return the numbers of the machine this runs on
     * @throws UnsupportedOperationException when they are not known
     */
    static FileAbi here() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static FileAbi of(String system, String machine) {
        if (!"Linux".equals(system)) {
            throw new UnsupportedOperationException("files of the host are served on Linux only, not on " + system);
        }
        return switch (machine) {
            case "amd64", "x86_64" -> new FileAbi(X86_DIRECTORY, X86_NOFOLLOW, 259);
            case "aarch64" -> new FileAbi(ARM_DIRECTORY, ARM_NOFOLLOW, 33);
            default ->
                throw new UnsupportedOperationException(
                        "the kernel's calls are known for x86-64 and aarch64, not for " + machine);
        };
    }
}
