// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import java.util.Optional;

/**
 * Attributes of a file (statx(2)).
 *
 * @param device number of the file system; an inode number is unique in one file system only
 * @param inode number of the inode, unsigned
 * @param mode type and permissions
 * @param uid owner, unsigned
 * @param gid group, unsigned
 * @param links number of names
 * @param specialDevice which device a character or block device file stands for
 * @param size in bytes
 * @param blockSize preferred size of one read or write, in bytes
 * @param blocks space it takes, in units of 512 bytes
 * @param accessed time of the last access
 * @param modified time of the last modification
 * @param changed time of the last change of attributes
 * @param born time of creation, where the file system knows it
 */
public record FileStat(
        DeviceNumber device,
        long inode,
        int mode,
        int uid,
        int gid,
        int links,
        DeviceNumber specialDevice,
        long size,
        int blockSize,
        long blocks,
        Timestamp accessed,
        Timestamp modified,
        Timestamp changed,
        Optional<Timestamp> born) {

    /** Type bits of a mode. */
    public static final int S_IFMT = 0170000;

    /** A socket. */
    public static final int S_IFSOCK = 0140000;

    /** A symbolic link. */
    public static final int S_IFLNK = 0120000;

    /** A regular file. */
    public static final int S_IFREG = 0100000;

    /** A block device. */
    public static final int S_IFBLK = 0060000;

    /** A folder. */
    public static final int S_IFDIR = 0040000;

    /** A character device. */
    public static final int S_IFCHR = 0020000;

    /** A named pipe. */
    public static final int S_IFIFO = 0010000;

    /** @return the type bits of the mode, one of S_IF* */
    public int type() {
        return mode & S_IFMT;
    }

    /** @return the permission bits of the mode, 0 to 07777 */
    public int permissions() {
        return mode & 07777;
    }

    /** @return whether it is a folder */
    public boolean isDirectory() {
        return type() == S_IFDIR;
    }

    /** @return whether it is a regular file */
    public boolean isRegular() {
        return type() == S_IFREG;
    }

    /** @return whether it is a symbolic link */
    public boolean isSymlink() {
        return type() == S_IFLNK;
    }
}
