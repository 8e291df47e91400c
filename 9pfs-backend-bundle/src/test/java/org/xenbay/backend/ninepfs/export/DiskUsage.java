// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/** The usage of a folder, counted by other code than the server's. */
record DiskUsage(long bytes, long files) {

    /** @param hidesAttributes whether folders of attributes do not count */
    static DiskUsage of(Path folder, boolean hidesAttributes) throws IOException {
        long[] sums = new long[2];
        Set<Object> seen = new HashSet<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                if (hidesAttributes && directory.endsWith(".virtfs_metadata")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                sums[1] += directory.equals(folder) ? 0 : 1;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sums[1]++;
                boolean counts = attributes.isRegularFile() || attributes.isSymbolicLink();
                sums[0] += counts && seen.add(attributes.fileKey()) ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }
        });
        return new DiskUsage(sums[0], sums[1]);
    }
}
