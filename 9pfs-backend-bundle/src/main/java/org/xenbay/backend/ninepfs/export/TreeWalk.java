// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.xenbay.api.file.DirectoryEntry;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.OpenDirectory;

/**
 * Walks through all files below a folder, depth first and a few names at a time. It has at most {@value #MAX_OPEN} folders
 * open: folders further up are closed, and found again by their names. Memory grows with the depth only. A file that vanishes
 * or is moved meanwhile may be left out, or visited twice. One thread at a time.
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
    private String unreadable;
    private String tooDeep;

    /** Takes one name of a walk. */
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
        private FileNode node;
        private OpenDirectory directory;
        private long cookie = OpenDirectory.START;
        private boolean isRead;

        Level(byte[] name, FileId id, FileNode node) {
            this.name = name;
            this.id = id;
            this.node = node;
        }

        /** Entries that were not visited yet are read again. */
        void close() {
            batch.clear();
            isRead = false;
            if (directory != null) {
                directory.close();
                directory = null;
            }
            if (node != null) {
                node.close();
                node = null;
            }
        }

        DirectoryEntry next() throws FileException {
            if (batch.isEmpty() && !isRead) {
                read();
            }
            DirectoryEntry entry = batch.poll();
            cookie = entry == null ? cookie : entry.cookie();
            return entry;
        }

        private void read() throws FileException {
            if (directory == null) {
                directory = node.openDirectory();
            }
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

    /**
     * @param root closed with this, or at once when this fails
     * @param hides whether a name is left out, with all that is below
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

    /** @return the first folder that could not be read, and why; null when there was none */
    String unreadable() {
        return unreadable;
    }

    /** @return the first folder that was left out because it is too deep; null when there was none */
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
            if (open()) {
                visitNext(levels.get(levels.size() - 1));
            }
        }
        return !levels.isEmpty();
    }

    private void visitNext(Level level) throws FileException {
        DirectoryEntry entry;
        try {
            entry = level.next();
        } catch (FileException failed) {
            leave(failed);
            return;
        }
        if (entry == null) {
            levels.remove(levels.size() - 1).close();
        } else if (!FileNames.isDots(entry.name()) && !hides.test(entry.name())) {
            visit(level, entry.name());
        }
    }

    /** Passes over a folder that cannot be read, which a guest could not fill either, and a folder that is gone. */
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

    private void visit(Level level, byte[] name) throws FileException {
        try (FileNode node = level.node.lookup(name)) {
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

    /** @return false when the present folder was moved away, and was left out */
    private boolean open() throws FileException {
        int present = levels.size() - 1;
        if (levels.get(present).node != null) {
            return true;
        }
        FileNode at = root.duplicate();
        for (int depth = 0; ; depth++) {
            Level level = levels.get(depth);
            if (depth > present - MAX_OPEN / 2 && level.node == null) {
                level.node = at.duplicate();
            }
            if (depth == present) {
                at.close();
                return true;
            }
            FileNode next = down(at, levels.get(depth + 1));
            at.close();
            if (next == null) {
                leaveAll(depth + 1);
                return false;
            }
            at = next;
        }
    }

    /** @return null when the folder is not there any more */
    private static FileNode down(FileNode at, Level level) throws FileException {
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
