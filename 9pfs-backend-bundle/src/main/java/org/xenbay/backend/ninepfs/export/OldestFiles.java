// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.Timestamp;

/** Collects the least recently changed of the offered files, as many as fit into a limit of memory. */
final class OldestFiles {

    /** Most bytes of all paths together. */
    static final long MAX_BYTES = 1 << 20;

    private static final int ENTRY = 200;
    private static final int NAME = 24;

    private static final Comparator<OldFile> OLDEST_FIRST = Comparator.comparingLong(
                    (OldFile each) -> each.stat().modified().seconds())
            .thenComparingLong(each -> each.stat().modified().nanoseconds());

    private final PriorityQueue<OldFile> youngestFirst = new PriorityQueue<>(OLDEST_FIRST.reversed());
    private PriorityQueue<OldFile> oldestFirst = new PriorityQueue<>(OLDEST_FIRST);
    private final long mostBytes;
    private long bytes;
    private boolean isFull;

    /**
     * A file of a share.
     *
     * @param folder names that lead from the share's root to its folder
     * @param name its name there
     * @param stat its attributes when it was found
     */
    record OldFile(List<byte[]> folder, byte[] name, FileStat stat) {

        long bytes() {
            return ENTRY
                    + name.length
                    + folder.stream().mapToLong(each -> NAME + each.length).sum();
        }
    }

    OldestFiles() {
        this(MAX_BYTES);
    }

    OldestFiles(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** @param folder returns the names; called if the file is one of the oldest */
    void offer(Supplier<List<byte[]>> folder, byte[] name, FileStat stat) {
        if (isFull && isYounger(stat.modified(), youngestFirst.peek())) {
            return;
        }
        OldFile file = new OldFile(folder.get(), name, stat);
        youngestFirst.add(file);
        bytes += file.bytes();
        while (bytes > mostBytes && youngestFirst.size() > 1) {
            bytes -= youngestFirst.remove().bytes();
            isFull = true;
        }
    }

    private static boolean isYounger(Timestamp modified, OldFile than) {
        Timestamp other = than.stat().modified();
        int order = Long.compare(modified.seconds(), other.seconds());
        return order > 0 || order == 0 && modified.nanoseconds() >= other.nanoseconds();
    }

    /** @return the oldest file, which is removed from here; null after the last one */
    @Nullable
    OldFile poll() {
        if (!youngestFirst.isEmpty()) {
            oldestFirst.addAll(youngestFirst);
            youngestFirst.clear();
        }
        return oldestFirst.poll();
    }
}
