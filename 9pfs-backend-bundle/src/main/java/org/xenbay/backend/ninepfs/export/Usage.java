// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.HashSet;
import java.util.Set;
import org.xenbay.api.file.FileStat;

/**
 * The usage of a folder with all below. Bytes are the sizes of regular files and the lengths of symbolic links, holes
 * included, each file once however many names it has. Files are names. A security model's own files do not count.
 *
 * @param bytes sum of the sizes
 * @param files number of names
 */
record Usage(long bytes, long files) {

    /** @return the bytes that a file counts: the same rule for counting, adding and subtracting */
    static long bytes(FileStat stat) {
        return stat.isRegular() || stat.isSymlink() ? stat.size() : 0;
    }

    /**
     * Adds up names. Files with several names are remembered up to a number, and count once. Of further ones each name counts
     * a part of the size, which has the same sum.
     */
    static final class Sum {

        private static final int MAX_REMEMBERED = 1 << 16;
        private static final int FRACTION_BITS = 32;

        private final Set<FileId> seen = new HashSet<>();
        private final int mostRemembered;
        private long bytes;
        /** In units of 2^-32 bytes. */
        private long fractions;

        private long files;

        Sum() {
            this(MAX_REMEMBERED);
        }

        Sum(int mostRemembered) {
            this.mostRemembered = mostRemembered;
        }

        void add(FileStat stat) {
            files++;
            long size = Usage.bytes(stat);
            int links = stat.links();
            if (links <= 1 || seen.size() < mostRemembered) {
                bytes += links <= 1 || seen.add(FileId.of(stat)) ? size : 0;
            } else if (!seen.contains(FileId.of(stat))) {
                addPart(size, links);
            }
        }

        /** Once full, the memory stays full: either all names of a file count as parts, or none. */
        private void addPart(long size, int links) {
            long part = ((size % links << FRACTION_BITS) + links / 2) / links;
            fractions += part;
            bytes += size / links + (fractions >>> FRACTION_BITS);
            fractions &= (1L << FRACTION_BITS) - 1;
        }

        long files() {
            return files;
        }

        Usage total() {
            return new Usage(bytes + (fractions >>> FRACTION_BITS - 1), files);
        }
    }
}
