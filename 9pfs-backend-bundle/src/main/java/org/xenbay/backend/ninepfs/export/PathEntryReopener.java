// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;

/**
 * Finds the file of a path entry by names, down from the nearest folder that is open. Each step opens one name in a folder's
 * descriptor without following a link, as the guest's walk did, and compares the file's identity. The reopener uses the
 * server's own rights: the guest's walk was checked against the user's rights, and a descriptor that had stayed open would need
 * no rights either.
 */
final class PathEntryReopener {

    /** Most repetitions of the search, each because a rename has ended meanwhile. */
    private static final int ATTEMPTS = 64;

    /** Looks for the file of a path entry. */
    @FunctionalInterface
    private interface Search {
        FileNode from(PathEntryNode target) throws FileException;
    }

    private PathEntryReopener() {}

    /**
     * Opens a path entry again, and the folders above it. The caller has pinned it.
     *
     * @return the open node
     * @throws FileException ENOENT when a name does not exist any more, ESTALE when it leads to another file; EMFILE
     */
    static FileNode reopen(PathEntryNode target) throws FileException {
        return target.entry().all().rights().asServer(() -> search(target, PathEntryReopener::open));
    }

    /**
     * @return whether the path entry could be opened again
     * @throws FileException when the host does not answer
     */
    static boolean leadsTo(PathEntryNode target) throws FileException {
        return target.entry().all().rights().asServer(() -> {
            try {
                search(target, PathEntryReopener::look).close();
                return true;
            } catch (FileException failed) {
                if (isLost(failed)) {
                    return false;
                }
                throw failed;
            }
        });
    }

    /** @return whether a failure means that the file cannot be found any more */
    static boolean isLost(FileException failed) {
        return switch (failed.errno()) {
            case Errno.ENOENT, Errno.ESTALE, Errno.ENOTDIR, Errno.ELOOP, Errno.EACCES, Errno.EPERM, Errno.EBADF -> true;
            default -> false;
        };
    }

    private static FileNode search(PathEntryNode target, Search search) throws FileException {
        RunningRenames renames = target.entry().all().renames();
        int attempts = 0;
        while (true) {
            long before = renames.ended();
            try {
                return search.from(target);
            } catch (FileException failed) {
                if (++attempts == ATTEMPTS || !isLost(failed) || renames.ended() == before) {
                    throw failed;
                }
            }
        }
    }

    /** A folder that stays open until {@code end} of its node is called. */
    private record OpenFolder(PathEntryNode node, FileNode file) {}

    /**
     * @param down gets the closed path entries, the uppermost first
     * @return the nearest folder above that is open; the caller ends its node
     */
    private static OpenFolder climb(PathEntryNode target, Deque<PathEntryNode> down) throws FileException {
        PathEntryNode each = target;
        FileNode open;
        do {
            down.push(each);
            PathEntry folder = each.entry()
                    .folder()
                    .orElseThrow(() -> new FileException(Errno.EBADF, "use of a file after its share was closed"));
            each = folder.ownNode();
            open = each.beginIfOpen();
        } while (open == null);
        return new OpenFolder(each, open);
    }

    /** Pins each folder before it ends the use of the one above, so that a small budget does not close a folder that is needed. */
    private static FileNode open(PathEntryNode target) throws FileException {
        Deque<PathEntryNode> down = new ArrayDeque<>();
        OpenFolder top = climb(target, down);
        PathEntryNode at = top.node();
        FileNode folder = top.file();
        try {
            while (!down.isEmpty()) {
                PathEntryNode next = down.pop();
                next.pin();
                PathEntryNode above = at;
                at = next;
                try {
                    folder = next.openIn(folder);
                } finally {
                    above.end();
                }
            }
            return folder;
        } finally {
            at.end();
        }
    }

    /** Opens each folder only until the next one is open: the guest may be at its limit of descriptors. */
    private static FileNode look(PathEntryNode target) throws FileException {
        Deque<PathEntryNode> down = new ArrayDeque<>();
        OpenFolder top = climb(target, down);
        FileNode at = top.file();
        boolean own = false;
        try {
            while (!down.isEmpty()) {
                FileNode next = find(down.pop().entry(), at);
                if (own) {
                    at.close();
                }
                at = next;
                own = true;
            }
            FileNode found = at;
            own = false;
            return found;
        } finally {
            if (own) {
                at.close();
            }
            top.node().end();
        }
    }

    /**
     * @param folder of the path entry, open
     * @return the path entry's file, open once more
     * @throws FileException ENOENT; ESTALE when the name leads to another file by now
     */
    static FileNode find(PathEntry entry, FileNode folder) throws FileException {
        byte[] name = entry.name();
        FileId above = entry.folderId();
        try {
            return find(entry, folder, name);
        } catch (FileException failed) {
            if (isLost(failed)) {
                for (RunningRenames.Rename rename : entry.all().renames().of(above, name)) {
                    FileNode moved = findWhereMoved(entry, rename);
                    if (moved != null) {
                        return moved;
                    }
                }
            }
            throw failed;
        }
    }

    /** @return the file; null when the rename has not moved it there, or has ended */
    private static @Nullable FileNode findWhereMoved(PathEntry entry, RunningRenames.Rename rename)
            throws FileException {
        PathEntryNode folder = rename.newFolder().ownNode();
        FileNode there = folder.beginIfOpen();
        if (there == null) {
            return null;
        }
        try {
            return find(entry, there, rename.newName());
        } catch (FileException failed) {
            if (isLost(failed)) {
                return null;
            }
            throw failed;
        } finally {
            folder.end();
        }
    }

    private static FileNode find(PathEntry entry, FileNode folder, byte[] name) throws FileException {
        FileNode found = folder.lookup(name);
        try {
            if (!entry.isFile(found.stat())) {
                throw new FileException(
                        Errno.ESTALE, "use of " + FileNames.shown(name) + ", which is another file by now");
            }
            return found;
        } catch (FileException other) {
            found.close();
            throw other;
        }
    }
}
