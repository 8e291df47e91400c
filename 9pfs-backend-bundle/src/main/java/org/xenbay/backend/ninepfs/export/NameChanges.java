// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xenbay.api.file.FileException;

/**
 * Changes names on the guest's request. A file that loses its name cannot be found again by the name, so its path entries are
 * opened before. When a file is renamed, its path entries get the new name. By any thread.
 */
public final class NameChanges {

    private final PathEntryIndex index;
    private final RunningRenames renames;

    NameChanges(PathEntries entries) {
        this.index = entries.index();
        this.renames = entries.renames();
    }

    /** Changes names on the host. */
    @FunctionalInterface
    public interface Change {

        /** @throws FileException as the host says */
        void run() throws FileException;
    }

    /** Path entries that stay open during a change. */
    private static final class Kept implements AutoCloseable {
        private final Deque<PathEntry> entries = new ArrayDeque<>();

        void add(PathEntry entry) throws FileException {
            PathEntry kept = entry.retain();
            try {
                kept.ownNode().begin();
            } catch (FileException failed) {
                kept.close();
                throw failed;
            }
            entries.add(kept);
        }

        @Override
        public void close() {
            for (PathEntry each : entries) {
                each.ownNode().end();
                each.close();
            }
        }
    }

    /**
     * Removes a name.
     *
     * @param folder the file's folder
     * @param name the name
     * @param change removes it on the host
     * @throws FileException as the change; EMFILE when the file's path entries cannot be kept open
     */
    public void remove(PathEntry folder, byte[] name, Change change) throws FileException {
        try (Kept kept = new Kept()) {
            keep(kept, folder, name);
            change.run();
        }
    }

    /**
     * Gives a file another name. A file that had that name loses it.
     *
     * @param folder its folder
     * @param name its name there
     * @param newFolder its new folder
     * @param newName its name there
     * @param change renames it on the host
     * @throws FileException as {@link #remove}
     */
    public void move(PathEntry folder, byte[] name, PathEntry newFolder, byte[] newName, Change change)
            throws FileException {
        try (Kept kept = new Kept()) {
            kept.add(folder);
            kept.add(newFolder);
            keep(kept, newFolder, newName);
            RunningRenames.Rename rename = new RunningRenames.Rename(folder.id(), name, newFolder, newName);
            renames.begin(rename);
            try {
                change.run();
                takeAlong(folder, name, newFolder, newName);
            } finally {
                renames.end(rename);
            }
        }
    }

    /** A path entry whose file a program of the host has renamed or removed stays closed: its file cannot be found any more. */
    private void keep(Kept kept, PathEntry folder, byte[] name) throws FileException {
        List<PathEntry> found = index.at(folder.id(), name);
        try {
            for (PathEntry each : found) {
                try {
                    kept.add(each);
                } catch (FileException failed) {
                    if (!PathEntryReopener.isLost(failed)) {
                        throw failed;
                    }
                }
            }
        } finally {
            found.forEach(PathEntry::close);
        }
    }

    private void takeAlong(PathEntry folder, byte[] name, PathEntry newFolder, byte[] newName) throws FileException {
        List<PathEntry> moved = index.at(folder.id(), name);
        List<PathEntry> left = new ArrayList<>();
        try {
            synchronized (this) {
                Set<PathEntry> way = way(newFolder);
                for (PathEntry each : moved) {
                    if (!way.contains(each)) {
                        each.moveTo(newFolder, newName, left);
                    }
                }
            }
        } finally {
            left.forEach(PathEntry::close);
            moved.forEach(PathEntry::close);
        }
    }

    /**
     * Renames by programs of the host can make a folder appear to be below itself. Then the path entry keeps its old place,
     * because a cycle of path entries would never be closed. The path up is walked once for all path entries.
     */
    private static Set<PathEntry> way(PathEntry folder) {
        Set<PathEntry> way = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Optional<PathEntry> above = Optional.of(folder);
                above.isPresent();
                above = above.get().folder()) {
            way.add(above.get());
        }
        return way;
    }
}
