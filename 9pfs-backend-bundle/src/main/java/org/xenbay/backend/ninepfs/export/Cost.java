// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

/**
 * Bytes of the heap that are kept for a guest, as measured with 64-bit compressed references (FootprintBenchmark measures
 * them again). Names and values come on top.
 */
public final class Cost {

    /** A fid, and its entry in the table of fids. */
    public static final int FID = 112;

    /** A path entry with its open node, its part of the index, and its entry in {@link FilesInUse}. */
    public static final int PATH_ENTRY = 320;

    /** An open file. */
    public static final int FILE = 200;

    /** An open folder, with entries that were read but not sent yet. */
    public static final int DIRECTORY = 8 * 1024 + 300;

    /** An extended attribute that is read or written. */
    public static final int ATTRIBUTE = 160;

    /** A process's locks of one file: its open file, its entry in the table of locks, and their notes in the journal. */
    public static final int LOCK = 720;

    /** One locked range. */
    public static final int RANGE = 96;

    /** One fid by which a process has locked. */
    public static final int LOCK_USER = 64;

    private Cost() {}
}
