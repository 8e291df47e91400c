// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * All path entries of a share by folder and name, including the folders above fids' entries. A hash table whose chains go
 * through the path entries themselves, in both directions, which saves memory: a guest may have very many path entries of one
 * name, all in one chain. A path entry's folder and name change only while the path entry is not in the index. By any thread.
 */
final class PathEntryIndex {

    private static final int LEAST = 16;

    /** A random factor, so that a guest cannot choose names that collide in one chain. */
    private final long factor = ThreadLocalRandom.current().nextLong() | 1;

    @GuardedBy("this")
    private @Nullable PathEntry[] chains = {};

    @GuardedBy("this")
    private int size;

    synchronized void add(PathEntry entry) {
        if (size >= chains.length) {
            grow();
        }
        put(entry);
        size++;
    }

    @GuardedBy("this")
    private void put(PathEntry entry) {
        int chain = chain(entry.folderId(), entry.nameNow());
        PathEntry first = chains[chain];
        if (first != null) {
            first.previousInChain = entry;
        }
        entry.nextInChain = first;
        entry.previousInChain = null;
        chains[chain] = entry;
    }

    @GuardedBy("this")
    private void grow() {
        @Nullable PathEntry[] before = chains;
        chains = new @Nullable PathEntry[Math.max(LEAST, 2 * before.length)];
        for (PathEntry head : before) {
            PathEntry each = head;
            while (each != null) {
                PathEntry next = each.nextInChain;
                put(each);
                each = next;
            }
        }
    }

    /**
     * Takes constant time, even for one of many path entries with the same name. No effect when the entry is not in the index.
     */
    synchronized void remove(PathEntry entry) {
        if (chains.length == 0) {
            return;
        }
        PathEntry before = entry.previousInChain;
        PathEntry after = entry.nextInChain;
        if (before != null) {
            before.nextInChain = after;
        } else if (!removeFirst(entry)) {
            return;
        }
        if (after != null) {
            after.previousInChain = before;
        }
        entry.previousInChain = null;
        entry.nextInChain = null;
        size--;
    }

    /** @return whether the entry was the first one of its chain */
    @GuardedBy("this")
    private boolean removeFirst(PathEntry entry) {
        int chain = chain(entry.folderId(), entry.nameNow());
        if (chains[chain] != entry) {
            return false;
        }
        chains[chain] = entry.nextInChain;
        return true;
    }

    /**
     * @param folder a folder
     * @param name a name
     * @return the path entries that were reached from this folder under this name, each to be closed
     */
    synchronized List<PathEntry> at(FileId folder, byte[] name) {
        List<PathEntry> found = new ArrayList<>();
        if (chains.length > 0) {
            for (PathEntry each = chains[chain(folder, name)]; each != null; each = each.nextInChain) {
                if (each.isAt(folder, name) && each.tryRetain()) {
                    found.add(each);
                }
            }
        }
        return found;
    }

    /** Uses the high bits of the hash, which depend on the whole name. */
    @GuardedBy("this")
    private int chain(FileId folder, byte[] name) {
        long hash = folder.inode() * factor + folder.device().encoded();
        for (byte each : name) {
            hash = (hash + each) * factor;
        }
        return (int) (hash >>> Integer.SIZE) & chains.length - 1;
    }
}
