// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.wire;

/**
 * What identifies a file to a client.
 *
 * @param type bits of its kind
 * @param version changes when the file does; 0 for a file that the client shall not cache by it
 * @param path unique among the files of a share
 */
public record Qid(int type, int version, long path) {

    /** Bit of a folder's type. */
    public static final int DIRECTORY = 0x80;
    /** Bit of a symbolic link's type. */
    public static final int SYMLINK = 0x02;
    /** A file that is neither. */
    public static final int FILE = 0;
}
