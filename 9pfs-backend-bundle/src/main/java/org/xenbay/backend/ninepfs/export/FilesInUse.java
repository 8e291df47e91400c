// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;

/**
 * Tracks the files that the guest uses by a fid or an open file. A file whose last name was removed takes room on the disk
 * while the guest uses it, so it counts for the quota until then. The file is locked while this class decides whether the guest
 * uses it, and how much room it gives back.
 */
final class FilesInUse {

    private final Quota quota;
    private final FileLocks locks;

    @GuardedBy("this")
    private final Map<FileId, Integer> held = new HashMap<>();

    @GuardedBy("this")
    private final Map<FileId, Integer> open = new HashMap<>();

    /** Files without a name that count. */
    @GuardedBy("this")
    private final Set<FileId> nameless = new HashSet<>();

    @GuardedBy("this")
    private boolean inheriting;

    FilesInUse(Quota quota, FileLocks locks) {
        this.quota = quota;
        this.locks = locks;
    }

    /** @param begins whether the next files come from a predecessor; these may have no name any more */
    synchronized void inheriting(boolean begins) {
        inheriting = begins;
    }

    /**
     * The guest has got a fid of a file, or one more.
     *
     * @param node the file; null for a closed path entry, whose file had a name when it was closed
     * @throws FileException ENOENT when its last name was removed, and its bytes given back, after it was looked up
     */
    void held(FileId file, @Nullable FileNode node) throws FileException {
        synchronized (this) {
            held.merge(file, 1, Integer::sum);
        }
        FileStat stat = node == null ? null : statOrNull(node::stat);
        if (stat == null || stat.isDirectory() || stat.links() > 0) {
            return;
        }
        try (FileLocks.Held lock = locks.exclusive(file)) {
            nameless(file, stat);
        }
    }

    private synchronized void nameless(FileId file, FileStat stat) throws FileException {
        if (nameless.contains(file)) {
            return;
        }
        if (!inheriting) {
            drop(held, file);
            throw new FileException(Errno.ENOENT, "walk to a file that was removed meanwhile");
        }
        nameless.add(file);
        if (!quota.isCounted()) {
            quota.correct(Usage.bytes(stat), 0);
        }
    }

    /** @return the attributes; null when the host does not return them, and then the file counts until the share is opened again */
    private static @Nullable FileStat statOrNull(SizeChanges.Measure measure) {
        try {
            return measure.stat();
        } catch (FileException gone) {
            return null;
        }
    }

    /** The last name of a file was removed. The file is locked. */
    synchronized void unnamed(FileId file, long size) {
        if (isHad(file)) {
            nameless.add(file);
        } else {
            quota.correct(-size, 0);
        }
    }

    @GuardedBy("this")
    private boolean isHad(FileId file) {
        return held.containsKey(file) || open.containsKey(file);
    }

    /** The guest has one fid less of a file. */
    void released(FileId file, FileNode node) {
        boolean over;
        synchronized (this) {
            drop(held, file);
            over = nameless.contains(file) && !isHad(file);
        }
        if (over) {
            giveBack(file, node::stat);
        }
    }

    /** The guest has opened a file, or once more. */
    synchronized void opened(FileId file) {
        open.merge(file, 1, Integer::sum);
    }

    /** The guest is about to close a file once. */
    void closed(FileId file, SizeChanges.Measure measure) {
        boolean over;
        synchronized (this) {
            drop(open, file);
            over = nameless.contains(file) && !isHad(file);
        }
        if (over) {
            giveBack(file, measure);
        }
    }

    private void giveBack(FileId file, SizeChanges.Measure measure) {
        try (FileLocks.Held lock = locks.exclusive(file)) {
            boolean over;
            synchronized (this) {
                over = !isHad(file) && nameless.remove(file);
            }
            FileStat last = over ? statOrNull(measure) : null;
            if (last != null) {
                quota.correct(-Usage.bytes(last), 0);
            }
        }
    }

    private static void drop(Map<FileId, Integer> users, FileId file) {
        users.computeIfPresent(file, (key, count) -> count == 1 ? null : count - 1);
    }

    /** @return whether the guest has a file open */
    synchronized boolean isOpen(FileId file) {
        return open.containsKey(file);
    }
}
