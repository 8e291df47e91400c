// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.wire;

/**
 * Identifies a file to a client.
 *
 * @param type bits of its kind
 * @param version changes when the file does; 0 for a file that the client must not cache by its version
 * @param path unique among the files of a share
 */
public record Qid(int type, int version, long path) {

    /** Bit of a folder's type. */
    public static final int DIRECTORY = 0x80;
    /** Bit of a symbolic link's type. */
    public static final int SYMLINK = 0x02;
    /** Type of any other file. */
    public static final int FILE = 0;
}
