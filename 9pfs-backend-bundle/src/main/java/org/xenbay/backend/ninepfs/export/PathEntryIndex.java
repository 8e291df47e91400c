// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * All path entries of a share by folder and name, those on the way to a fid as well. A table of chains that go through the path
 * entries themselves, as there are many. A path entry's folder and name change only while the path entry is not in here. By any
 * thread.
 */
final class PathEntryIndex {

    private static final int LEAST = 16;

    /** A guest chooses the names: it cannot know which of them meet in one chain. */
    private final long factor = ThreadLocalRandom.current().nextLong() | 1;

    private PathEntry[] chains = {};
    private int size;

    synchronized void add(PathEntry entry) {
        if (size >= chains.length) {
            grow();
        }
        put(entry);
        size++;
    }

    private void put(PathEntry entry) {
        int chain = chain(entry.folderNow().id(), entry.nameNow());
        entry.nextInChain = chains[chain];
        chains[chain] = entry;
    }

    private void grow() {
        PathEntry[] before = chains;
        chains = new PathEntry[Math.max(LEAST, 2 * before.length)];
        for (PathEntry head : before) {
            PathEntry each = head;
            while (each != null) {
                PathEntry next = each.nextInChain;
                put(each);
                each = next;
            }
        }
    }

    /** Does nothing when it is not in here. */
    synchronized void remove(PathEntry entry) {
        if (chains.length == 0) {
            return;
        }
        int chain = chain(entry.folderNow().id(), entry.nameNow());
        PathEntry before = null;
        for (PathEntry each = chains[chain]; each != null; each = each.nextInChain) {
            if (each == entry) {
                if (before == null) {
                    chains[chain] = entry.nextInChain;
                } else {
                    before.nextInChain = entry.nextInChain;
                }
                entry.nextInChain = null;
                size--;
                return;
            }
            before = each;
        }
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

    /** The high bits, which depend on all of the name. */
    private int chain(FileId folder, byte[] name) {
        long hash = folder.inode() * factor + folder.device().encoded();
        for (byte each : name) {
            hash = (hash + each) * factor;
        }
        return (int) (hash >>> Integer.SIZE) & chains.length - 1;
    }
}
