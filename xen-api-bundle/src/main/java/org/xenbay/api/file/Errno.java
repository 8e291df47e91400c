// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

/** Linux's error numbers, the same on x86-64 and aarch64 (asm-generic/errno.h), and in 9P2000.L. */
public final class Errno {

    /** Not permitted, whatever the permissions are. */
    public static final int EPERM = 1;

    /** No such name. */
    public static final int ENOENT = 2;

    /** No such process. */
    public static final int ESRCH = 3;

    /** Interrupted before anything was done. */
    public static final int EINTR = 4;

    /** The device or the file system failed. */
    public static final int EIO = 5;

    /** Cannot be opened: a special file. */
    public static final int ENXIO = 6;

    /** The argument is too long. */
    public static final int E2BIG = 7;

    /** Not open, or not open for this. */
    public static final int EBADF = 9;

    /** Try again later. */
    public static final int EAGAIN = 11;

    /** Out of memory. */
    public static final int ENOMEM = 12;

    /** Permissions forbid it. */
    public static final int EACCES = 13;

    /** In use. */
    public static final int EBUSY = 16;

    /** The name is taken. */
    public static final int EEXIST = 17;

    /** On another file system. */
    public static final int EXDEV = 18;

    /** No such device. */
    public static final int ENODEV = 19;

    /** Not a folder. */
    public static final int ENOTDIR = 20;

    /** A folder. */
    public static final int EISDIR = 21;

    /** Makes no sense. */
    public static final int EINVAL = 22;

    /** The host has no descriptors left. */
    public static final int ENFILE = 23;

    /** This process has no descriptors left. */
    public static final int EMFILE = 24;

    /** A program that runs. */
    public static final int ETXTBSY = 26;

    /** The file would be too large. */
    public static final int EFBIG = 27;

    /** No space left. */
    public static final int ENOSPC = 28;

    /** A file system for reading only. */
    public static final int EROFS = 30;

    /** The file has too many names. */
    public static final int EMLINK = 31;

    /** The value does not fit. */
    public static final int ERANGE = 34;

    /** The name is too long. */
    public static final int ENAMETOOLONG = 36;

    /** The kernel does not know the call. */
    public static final int ENOSYS = 38;

    /** The folder is not empty. */
    public static final int ENOTEMPTY = 39;

    /** A symbolic link, where none is followed. */
    public static final int ELOOP = 40;

    /** No such extended attribute. */
    public static final int ENODATA = 61;

    /** Against the protocol. */
    public static final int EPROTO = 71;

    /** The number is too big. */
    public static final int EOVERFLOW = 75;

    /** The message is too long. */
    public static final int EMSGSIZE = 90;

    /** Not supported here. */
    public static final int EOPNOTSUPP = 95;

    /** No room: the client has used up what may be kept for it. */
    public static final int ENOBUFS = 105;

    /** The file or its state has changed since. */
    public static final int ESTALE = 116;

    /** The quota is used up. */
    public static final int EDQUOT = 122;

    private Errno() {}

    /**
     * @param errno an error number
     * @return its name, or the number when it has none here
     */
    public static String name(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM";
            case ENOENT -> "ENOENT";
            case ESRCH -> "ESRCH";
            case EINTR -> "EINTR";
            case EIO -> "EIO";
            case ENXIO -> "ENXIO";
            case E2BIG -> "E2BIG";
            case EBADF -> "EBADF";
            case EAGAIN -> "EAGAIN";
            case ENOMEM -> "ENOMEM";
            case EACCES -> "EACCES";
            case EBUSY -> "EBUSY";
            case EEXIST -> "EEXIST";
            case EXDEV -> "EXDEV";
            case ENODEV -> "ENODEV";
            case ENOTDIR -> "ENOTDIR";
            case EISDIR -> "EISDIR";
            case EINVAL -> "EINVAL";
            case ENFILE -> "ENFILE";
            case EMFILE -> "EMFILE";
            case ETXTBSY -> "ETXTBSY";
            case EFBIG -> "EFBIG";
            case ENOSPC -> "ENOSPC";
            case EROFS -> "EROFS";
            case EMLINK -> "EMLINK";
            case ERANGE -> "ERANGE";
            case ENAMETOOLONG -> "ENAMETOOLONG";
            case ENOSYS -> "ENOSYS";
            case ENOTEMPTY -> "ENOTEMPTY";
            case ELOOP -> "ELOOP";
            case ENODATA -> "ENODATA";
            case EPROTO -> "EPROTO";
            case EOVERFLOW -> "EOVERFLOW";
            case EMSGSIZE -> "EMSGSIZE";
            case EOPNOTSUPP -> "EOPNOTSUPP";
            case ENOBUFS -> "ENOBUFS";
            case ESTALE -> "ESTALE";
            case EDQUOT -> "EDQUOT";
            default -> Integer.toString(errno);
        };
    }
}
