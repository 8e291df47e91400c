// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.wire;

/** Sizes and special numbers of the protocol, in bytes (linux/include/net/9p/9p.h). */
public final class Wire {

    /** {@code size[4] type[1] tag[2]}. */
    public static final int HEADER = 7;
    /** Where the type is. */
    public static final int TYPE_AT = 4;
    /** Where the tag is. */
    public static final int TAG_AT = 5;
    /** The tag of Tversion. */
    public static final int NOTAG = 0xFFFF;
    /** No fid. */
    public static final int NOFID = -1;
    /** Most names in one Twalk. */
    public static final int MAX_NAMES = 16;
    /** Size of a qid. */
    public static final int QID = 13;
    /** Bytes before the data of Rread and the entries of Rreaddir: header and count. */
    public static final int DATA = HEADER + 4;
    /** Bytes before the data of Twrite: header, fid, offset and count. */
    public static final int WRITE_DATA = HEADER + 4 + 8 + 4;
    /** Bytes that clients reserve for a Tread or Twrite beside its data (P9_IOHDRSZ). */
    public static final int IO_HEADER = 24;
    /** The least message size a session may agree on. */
    public static final int MIN_MSIZE = 4096;
    /** Longest name of a file on Linux. */
    public static final int MAX_NAME = 255;
    /**
     * Longest request except Twrite: 16 names of Twalk, or a name and the target of a link, and nearly as much again. A
     * longer request is answered with EMSGSIZE, and not read.
     */
    public static final int MAX_SMALL = 8 * 1024;

    private Wire() {}
}
