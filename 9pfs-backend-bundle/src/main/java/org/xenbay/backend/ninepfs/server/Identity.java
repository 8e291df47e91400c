// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.Timestamp;
import org.xenbay.backend.ninepfs.export.FileId;
import org.xenbay.backend.ninepfs.export.PathEntry;

/** Checks that a file that was taken over is the predecessor's file. Another file is never used in its place. */
final class Identity {

    private Identity() {}

    /**
     * @param found attributes of the file that was taken over
     * @param expected the file that it has to be
     * @param born when that file was made; null where its file system does not know
     * @return the attributes
     * @throws IOException when it is another file
     */
    static FileStat check(FileStat found, FileId expected, @Nullable Timestamp born) throws IOException {
        boolean bornTogether = born == null || found.born().map(born::equals).orElse(true);
        if (!FileId.of(found).equals(expected) || !bornTogether) {
            throw new IOException(
                    "the file that was noted as " + expected + " is another file by now: " + FileId.of(found));
        }
        return found;
    }

    /** @throws IOException when an open file is not the file of its path entry */
    static void check(FileStat found, PathEntry entry) throws IOException {
        check(found, entry.id(), entry.born().orElse(null));
    }
}
