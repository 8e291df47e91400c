// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;

/** Changes of names in a share with a quota: changes in one folder run one after the other. */
final class QuotaNames {

    private final SecurityModel model;
    private final SizeChanges sizes;
    private final Quota quota;
    private final FileLocks locks;

    QuotaNames(SecurityModel model, SizeChanges sizes) {
        this.model = model;
        this.sizes = sizes;
        this.quota = sizes.quota();
        this.locks = sizes.locks();
    }

    /** Changes names. */
    @FunctionalInterface
    interface Change {
        void run() throws FileException;
    }

    static FileId id(PathEntry entry) throws FileException {
        FileId known = entry.idIfKnown();
        return known == null ? FileId.of(entry.node().stat()) : known;
    }

    /** Takes room for a name and for bytes, and runs the creation. */
    <T> T make(PathEntry folder, byte[] name, long bytes, SizeChanges.Change<T> making) throws FileException {
        FileId in = id(folder);
        sizes.take(bytes, 1);
        try (FileLocks.Held lock = locks.exclusive(in)) {
            return makeNow(folder, name, bytes, making);
        }
    }

    /** A file counts if it was made and could not be removed after a failure. */
    private <T> T makeNow(PathEntry folder, byte[] name, long bytes, SizeChanges.Change<T> making)
            throws FileException {
        boolean isThere = true;
        try {
            isThere = folder.node().has(name);
            return making.run();
        } catch (FileException failed) {
            if (isThere || !has(folder, name)) {
                quota.correct(-bytes, -1);
            }
            throw failed;
        }
    }

    private static boolean has(PathEntry folder, byte[] name) {
        try {
            return folder.node().has(name);
        } catch (FileException unknown) {
            return true;
        }
    }

    void rename(PathEntry folder, byte[] name, PathEntry newFolder, byte[] newName) throws FileException {
        try (FileLocks.Held lock = locks.exclusive(id(folder), id(newFolder));
                FileNode moved = lookupOrNull(folder, name);
                FileNode replaced = lookupOrNull(newFolder, newName)) {
            Change change = () -> model.rename(folder, name, newFolder, newName);
            if (moved == null || replaced == null || isSame(moved, replaced)) {
                change.run();
            } else {
                remove(newFolder, newName, replaced, change);
            }
        }
    }

    private static boolean isSame(FileNode node, FileNode other) throws FileException {
        return FileId.of(node.stat()).equals(FileId.of(other.stat()));
    }

    private @Nullable FileNode lookupOrNull(PathEntry folder, byte[] name) throws FileException {
        try {
            return model.lookup(folder, name);
        } catch (FileException none) {
            if (none.errno() == Errno.ENOENT) {
                return null;
            }
            throw none;
        }
    }

    /** @param change removes the name */
    void remove(PathEntry folder, byte[] name, Change change) throws FileException {
        try (FileLocks.Held lock = locks.exclusive(id(folder));
                FileNode doomed = lookupOrNull(folder, name)) {
            if (doomed == null) {
                change.run();
            } else {
                remove(folder, name, doomed, change);
            }
        }
    }

    /** The folders are locked, but not a folder that is removed: locks of files come after all locks of folders. */
    private void remove(PathEntry folder, byte[] name, FileNode doomed, Change change) throws FileException {
        FileStat stat = doomed.stat();
        if (stat.isDirectory()) {
            removeNow(folder, name, doomed, stat, change);
        } else {
            try (FileLocks.Held lock = locks.exclusive(FileId.of(stat))) {
                removeNow(folder, name, doomed, stat, change);
            }
        }
    }

    /** Checks after a failure: a change that fails half-way may have removed the name. */
    private void removeNow(PathEntry folder, byte[] name, FileNode doomed, FileStat before, Change change)
            throws FileException {
        try {
            change.run();
        } catch (FileException failed) {
            if (!isThere(folder, name, FileId.of(before))) {
                removed(doomed, before);
            }
            throw failed;
        }
        removed(doomed, before);
    }

    private static boolean isThere(PathEntry folder, byte[] name, FileId file) {
        try (FileNode now = folder.node().lookup(name)) {
            return FileId.of(now.stat()).equals(file);
        } catch (FileException failed) {
            return failed.errno() != Errno.ENOENT;
        }
    }

    private void removed(FileNode doomed, FileStat before) throws FileException {
        quota.correct(0, -1);
        if (!before.isDirectory()) {
            FileStat after = doomed.stat();
            if (after.links() == 0) {
                quota.filesInUse().unnamed(FileId.of(after), Usage.bytes(after));
            }
        }
    }

    /**
     * Deletes a file that was the oldest when the walk found it, unless the name leads to another file now, or the file was
     * changed or is open. The file is truncated as well, because otherwise its bytes would stay while the guest has a fid of
     * it.
     *
     * @param seen the file's attributes when it was found
     * @return whether it was deleted
     * @throws FileException when it could not be deleted
     */
    boolean evict(PathEntry folder, byte[] name, FileStat seen) throws FileException {
        FileId file = FileId.of(seen);
        try (FileLocks.Held lock = locks.exclusive(id(folder));
                FileNode old = lookupOrNull(folder, name)) {
            if (old == null || !isUnchanged(old.stat(), seen)) {
                return false;
            }
            try (FileLocks.Held fileLock = locks.exclusive(file);
                    PathEntry entry = folder.child(old.duplicate(), name)) {
                if (quota.filesInUse().isOpen(file) || !model.stat(entry).isRegular()) {
                    return false;
                }
                removeNow(folder, name, old, seen, () -> {
                    model.unlink(folder, name);
                    empty(old);
                });
                return true;
            }
        }
    }

    private static boolean isUnchanged(FileStat now, FileStat seen) {
        return FileId.of(now).equals(FileId.of(seen)) && now.modified().equals(seen.modified());
    }

    private void empty(FileNode old) throws FileException {
        FileStat stat = old.stat();
        if (stat.links() == 0 && stat.size() > 0) {
            old.truncate(0);
            quota.correct(Usage.bytes(old.stat()) - stat.size(), 0);
        }
    }
}
