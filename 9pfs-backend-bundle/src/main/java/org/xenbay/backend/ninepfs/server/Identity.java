// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.IOException;
import java.util.Optional;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.Timestamp;
import org.xenbay.backend.ninepfs.export.FileId;
import org.xenbay.backend.ninepfs.export.PathEntry;

/** Whether what was taken over is what a predecessor had. Another file is never used in its place. */
final class Identity {

    private Identity() {}

    /**
     * @param found attributes of what was taken over
     * @param expected which file it has to be
     * @param born when that was made; empty where that is not known
     * @return the attributes
     * @throws IOException when it is another file
     */
    static FileStat check(FileStat found, FileId expected, Optional<Timestamp> born) throws IOException {
        boolean bornTogether = born.isEmpty() || found.born().isEmpty() || born.equals(found.born());
        if (!FileId.of(found).equals(expected) || !bornTogether) {
            throw new IOException("what was kept as " + expected + " is another file by now: " + FileId.of(found));
        }
        return found;
    }

    /** @throws IOException when an open file is not the file of its path entry */
    static void check(FileStat found, PathEntry entry) throws IOException {
        check(found, entry.id(), entry.born());
    }
}
