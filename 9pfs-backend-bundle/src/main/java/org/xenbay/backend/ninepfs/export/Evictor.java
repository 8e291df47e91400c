package org.xenbay.backend.ninepfs.export;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.Share;

/** Deletes the files that were not changed for longest, of those that the guest has not open (xl.cfg's auto-delete). */
final class Evictor {

    /** How many of the oldest are remembered in one walk through the share. */
    private static final int BATCH = 64;

    private final Share share;

    Evictor(Share share) {
        this.share = share;
    }

    private record Candidate(FileNode folder, byte[] name, FileStat stat) {

        static Comparator<Candidate> youngestFirst() {
            return Comparator.comparingLong(
                            (Candidate each) -> each.stat().modified().seconds())
                    .thenComparingLong(each -> each.stat().modified().nanoseconds())
                    .reversed();
        }
    }

    /** Deletes until it is enough or nothing is left. */
    void evict(Quota quota, BooleanSupplier enough, Set<FileId> open) throws FileException {
        boolean deleted = true;
        while (deleted && !enough.getAsBoolean()) {
            deleted = evictBatch(quota, enough, open);
        }
    }

    private boolean evictBatch(Quota quota, BooleanSupplier enough, Set<FileId> open) throws FileException {
        PriorityQueue<Candidate> oldest = new PriorityQueue<>(Candidate.youngestFirst());
        boolean deleted = false;
        try (FileNode root = share.root()) {
            Usage.walk(root, (folder, name, stat) -> {
                if (stat.isRegular() && !open.contains(FileId.of(stat))) {
                    remember(oldest, folder, name, stat);
                }
            });
            Candidate[] order = oldest.toArray(Candidate[]::new);
            Arrays.sort(order, Candidate.youngestFirst().reversed());
            for (Candidate each : order) {
                if (!enough.getAsBoolean()) {
                    deleted |= delete(quota, each);
                }
            }
        } finally {
            oldest.forEach(each -> each.folder().close());
        }
        return deleted;
    }

    private static void remember(PriorityQueue<Candidate> oldest, FileNode folder, byte[] name, FileStat stat) {
        try {
            oldest.add(new Candidate(folder.duplicate(), name, stat));
        } catch (FileException closed) {
            throw new IllegalStateException("a folder is closed while it is walked through", closed);
        }
        if (oldest.size() > BATCH) {
            oldest.remove().folder().close();
        }
    }

    private static boolean delete(Quota quota, Candidate old) throws FileException {
        try {
            old.folder().unlink(old.name());
            quota.unlinked(old.stat());
            return true;
        } catch (FileException failed) {
            if (failed.errno() != Errno.ENOENT) {
                throw failed;
            }
            return false;
        }
    }
}
