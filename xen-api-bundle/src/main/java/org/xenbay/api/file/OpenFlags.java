// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

/**
 * How a file is opened. The numbers are those of 9P2000.L (which are Linux's on x86-64), on every machine. An implementation
 * translates them to the machine's own numbers, so a guest's numbers can be passed unchanged.
 */
public final class OpenFlags {

    /** To read. */
    public static final int READ_ONLY = 0;

    /** To write. */
    public static final int WRITE_ONLY = 1;

    /** To read and write. */
    public static final int READ_WRITE = 2;

    /** The bits of the three above; all of them set is not an access mode. */
    public static final int ACCESS_MODE = 3;

    /** It must not exist; for {@link FileNode#create} only. */
    public static final int EXCLUSIVE = 0200;

    /** The file becomes empty, even when it is opened for reading only. */
    public static final int TRUNCATE = 01000;

    /** Every write goes to the end. */
    public static final int APPEND = 02000;

    /** A write returns when the data are on the disk. */
    public static final int DATA_SYNC = 010000;

    /** Reads do not change the time of the last access; ignored on files of other owners. */
    public static final int NO_ACCESS_TIME = 01000000;

    /** A write returns when data and attributes are on the disk. */
    public static final int SYNC = 04000000 | DATA_SYNC;

    private OpenFlags() {}
}
