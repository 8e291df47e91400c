package org.xenbay.backend.ninepfs.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.OpenDirectory;

/**
 * What is below a folder.
 *
 * @param bytes sum of the sizes of regular files, each file once
 * @param files number of names
 */
record Usage(long bytes, long files) {

    /** Takes one file of a walk. */
    @FunctionalInterface
    interface Visitor {

        /** @param folder where it is; stays open during the call only */
        void visit(FileNode folder, byte[] name, FileStat stat);
    }

    static Usage of(FileNode root) throws FileException {
        long[] sums = new long[2];
        Set<FileId> linked = new HashSet<>();
        walk(root, (folder, name, stat) -> {
            sums[1]++;
            if (stat.isRegular() && (stat.links() == 1 || linked.add(FileId.of(stat)))) {
                sums[0] += stat.size();
            }
        });
        return new Usage(sums[0], sums[1]);
    }

    /** Goes through all that is below a folder, depth first; what vanishes meanwhile is left out. */
    static void walk(FileNode root, Visitor visitor) throws FileException {
        Deque<FileNode> folders = new ArrayDeque<>();
        folders.push(root.duplicate());
        try {
            while (!folders.isEmpty()) {
                try (FileNode folder = folders.pop()) {
                    for (byte[] name : names(folder)) {
                        visit(folder, name, visitor, folders);
                    }
                }
            }
        } finally {
            folders.forEach(FileNode::close);
        }
    }

    private static void visit(FileNode folder, byte[] name, Visitor visitor, Deque<FileNode> folders)
            throws FileException {
        try (FileNode node = folder.lookup(name)) {
            FileStat stat = node.stat();
            visitor.visit(folder, name, stat);
            if (stat.isDirectory()) {
                folders.push(node.duplicate());
            }
        } catch (FileException vanished) {
            if (vanished.errno() != Errno.ENOENT) {
                throw vanished;
            }
        }
    }

    private static List<byte[]> names(FileNode folder) throws FileException {
        List<byte[]> names = new ArrayList<>();
        try (OpenDirectory open = folder.openDirectory()) {
            open.read(OpenDirectory.START, entry -> {
                byte[] name = entry.name();
                boolean dots = name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.');
                if (!dots) {
                    names.add(name);
                }
                return true;
            });
        }
        return names;
    }
}
