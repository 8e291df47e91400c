// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.HashSet;
import java.util.Set;
import org.xenbay.api.file.FileStat;

/**
 * The usage of a folder and everything below it. Bytes are the sizes of regular files and the lengths of symbolic links, holes
 * included, each file once, even if it has several names. The number of files is the number of names. A security model's own
 * files do not count.
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
     * Adds up names. Up to a limit, files with several names are remembered and count once. Beyond the limit, each name of such
     * a file counts its part of the size, which gives the same sum.
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

        /** Once the memory is full it stays full: of a file, either all names count as parts or none. */
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
