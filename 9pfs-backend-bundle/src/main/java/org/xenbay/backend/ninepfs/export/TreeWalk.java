// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.DirectoryEntry;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.OpenDirectory;

/**
 * Walks through all files below a folder, depth first and a few names at a time. It has at most {@value #MAX_OPEN} folders
 * open: folders further up are closed, and found again by their names. Memory use depends only on the depth. A file that
 * disappears or is moved meanwhile may be left out, or visited twice. One thread at a time.
 */
final class TreeWalk implements AutoCloseable {

    /** Most folders that are open; each takes two descriptors. */
    static final int MAX_OPEN = 32;

    /** The deepest folder that is walked into. Linux takes no path with more names than half of this. */
    static final int DEEPEST = 4096;

    private static final int BATCH = 32;

    private final FileNode root;
    private final Predicate<byte[]> hides;
    private final Visitor visitor;
    private final List<Level> levels = new ArrayList<>();
    private @Nullable String unreadable;
    private @Nullable String tooDeep;

    /** Visits each name of a walk. */
    @FunctionalInterface
    interface Visitor {

        /**
         * @param walk the walk, which knows the present folder
         * @param name of the file in the present folder
         * @param stat the file's attributes, as the host has them
         */
        void visit(TreeWalk walk, byte[] name, FileStat stat);
    }

    /** A folder that is being walked through. */
    private static final class Level {
        private final byte[] name;
        private final FileId id;
        private final Deque<DirectoryEntry> batch = new ArrayDeque<>();
        /** Present while it is open. */
        private @Nullable OpenLevel open;

        private long cookie = OpenDirectory.START;
        private boolean isRead;

        Level(byte[] name, FileId id, FileNode node) {
            this.name = name;
            this.id = id;
            this.open = new OpenLevel(node);
        }

        OpenLevel open(FileNode node) {
            OpenLevel opened = new OpenLevel(node);
            open = opened;
            return opened;
        }

        /** Closes the folder. Entries that were not visited yet are read again later. */
        void close() {
            batch.clear();
            isRead = false;
            OpenLevel last = open;
            if (last != null) {
                open = null;
                last.close();
            }
        }

        /** @return the next entry; null after the last one */
        @Nullable
        DirectoryEntry next(OpenLevel from) throws FileException {
            if (batch.isEmpty() && !isRead) {
                read(from.directory());
            }
            DirectoryEntry entry = batch.poll();
            cookie = entry == null ? cookie : entry.cookie();
            return entry;
        }

        private void read(OpenDirectory directory) throws FileException {
            isRead = true;
            directory.read(cookie, entry -> {
                if (batch.size() == BATCH) {
                    isRead = false;
                    return false;
                }
                return batch.add(entry);
            });
        }
    }

    /** The descriptors of a folder that is open: its node, and the directory from the first read on. */
    private static final class OpenLevel {
        private final FileNode node;
        private @Nullable OpenDirectory directory;

        OpenLevel(FileNode node) {
            this.node = node;
        }

        OpenDirectory directory() throws FileException {
            OpenDirectory known = directory;
            if (known == null) {
                known = node.openDirectory();
                directory = known;
            }
            return known;
        }

        void close() {
            if (directory != null) {
                directory.close();
            }
            node.close();
        }
    }

    /**
     * @param root closed with this, or at once when this fails
     * @param hides tells whether a name is left out, with everything below it
     */
    TreeWalk(FileNode root, Predicate<byte[]> hides, Visitor visitor) throws FileException {
        this.root = root;
        this.hides = hides;
        this.visitor = visitor;
        try {
            levels.add(new Level(new byte[0], FileId.of(root.stat()), root.duplicate()));
        } catch (FileException failed) {
            root.close();
            throw failed;
        }
    }

    /** @return the names that lead from the root to the present folder */
    List<byte[]> folder() {
        return levels.stream().skip(1).map(level -> level.name).toList();
    }

    /** @return the first folder that could not be read, and why; null after a walk that could read each folder */
    @Nullable
    String unreadable() {
        return unreadable;
    }

    /** @return the first folder that was left out because it is too deep; null after a walk that left none out */
    @Nullable
    String tooDeep() {
        return tooDeep;
    }

    private String path(byte[] last) {
        StringBuilder path = new StringBuilder();
        folder().forEach(name -> path.append('/').append(FileNames.shown(name)));
        return path.append('/').append(FileNames.shown(last)).toString();
    }

    /**
     * @param most names to visit
     * @return whether more names follow
     */
    boolean step(int most) throws FileException {
        for (int i = 0; i < most && !levels.isEmpty(); i++) {
            OpenLevel present = open();
            if (present != null) {
                visitNext(levels.get(levels.size() - 1), present);
            }
        }
        return !levels.isEmpty();
    }

    private void visitNext(Level level, OpenLevel open) throws FileException {
        DirectoryEntry entry;
        try {
            entry = level.next(open);
        } catch (FileException failed) {
            leave(failed);
            return;
        }
        if (entry == null) {
            levels.remove(levels.size() - 1).close();
        } else if (!FileNames.isDots(entry.name()) && !hides.test(entry.name())) {
            visit(open, entry.name());
        }
    }

    /** Skips a folder that cannot be read, which a guest could not fill either, and a folder that does not exist any more. */
    private void leave(FileException failed) throws FileException {
        Level level = levels.remove(levels.size() - 1);
        level.close();
        switch (failed.errno()) {
            case Errno.EACCES, Errno.EPERM -> {
                if (unreadable == null) {
                    unreadable = path(level.name) + ": " + failed.getMessage();
                }
            }
            case Errno.ENOENT -> {}
            default -> throw new FileException(failed.errno(), path(level.name) + ": " + failed.getMessage());
        }
    }

    private void visit(OpenLevel open, byte[] name) throws FileException {
        try (FileNode node = open.node.lookup(name)) {
            FileStat stat = node.stat();
            visitor.visit(this, name, stat);
            if (stat.isDirectory()) {
                enter(name, stat, node);
            }
        } catch (FileException failed) {
            switch (failed.errno()) {
                case Errno.ENOENT, Errno.EACCES, Errno.EPERM -> {}
                default -> throw new FileException(failed.errno(), path(name) + ": " + failed.getMessage());
            }
        }
    }

    private void enter(byte[] name, FileStat stat, FileNode node) throws FileException {
        if (levels.size() == DEEPEST) {
            tooDeep = tooDeep == null ? path(name) : tooDeep;
            return;
        }
        levels.add(new Level(name, FileId.of(stat), node.duplicate()));
        if (levels.size() > MAX_OPEN) {
            levels.get(levels.size() - 1 - MAX_OPEN).close();
        }
    }

    /** @return the present folder; null when it was moved away, and was left out */
    private @Nullable OpenLevel open() throws FileException {
        int present = levels.size() - 1;
        OpenLevel known = levels.get(present).open;
        if (known != null) {
            return known;
        }
        FileNode at = root.duplicate();
        for (int depth = 0; depth < present; depth++) {
            Level level = levels.get(depth);
            FileNode next;
            try (FileNode folder = at) {
                if (depth > present - MAX_OPEN / 2 && level.open == null) {
                    level.open(folder.duplicate());
                }
                next = down(folder, levels.get(depth + 1));
            }
            if (next == null) {
                leaveAll(depth + 1);
                return null;
            }
            at = next;
        }
        return levels.get(present).open(at);
    }

    /** @return the folder; null when it does not exist any more */
    private static @Nullable FileNode down(FileNode at, Level level) throws FileException {
        FileNode next;
        try {
            next = at.lookup(level.name);
            if (FileId.of(next.stat()).equals(level.id)) {
                return next;
            }
        } catch (FileException failed) {
            return null;
        }
        next.close();
        return null;
    }

    private void leaveAll(int from) {
        while (levels.size() > from) {
            levels.remove(levels.size() - 1).close();
        }
    }

    @Override
    public void close() {
        leaveAll(0);
        root.close();
    }
}
