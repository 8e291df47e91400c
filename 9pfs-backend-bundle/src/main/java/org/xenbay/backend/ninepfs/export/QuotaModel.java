// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.Arrays;
import java.util.List;
import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.api.file.XattrExistence;

/**
 * Another model within a quota. Changes of one folder's names, and changes of one file's size, run one after the other, and the
 * room that each of them took or freed is measured.
 */
final class QuotaModel implements SecurityModel {

    /** Most bytes of all extended attributes of one file, as ext4 has room for. A file's size does not include them. */
    private static final int MAX_ATTRIBUTES = 4096;

    private static final int ATTEMPTS = 64;

    private final SecurityModel model;
    private final Quota quota;
    private final SizeChanges sizes;
    private final FileLocks locks;
    private final QuotaNames names;

    QuotaModel(SecurityModel model, SizeChanges sizes) {
        this.model = model;
        this.sizes = sizes;
        this.quota = sizes.quota();
        this.locks = sizes.locks();
        this.names = new QuotaNames(model, sizes);
    }

    private static FileId id(PathEntry entry) throws FileException {
        return QuotaNames.id(entry);
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    @Override
    public OpenFile open(PathEntry entry, int flags) throws FileException {
        quota.opening();
        try {
            return openNow(entry, id(entry), flags);
        } catch (FileException failed) {
            quota.closed();
            throw failed;
        }
    }

    private OpenFile openNow(PathEntry entry, FileId id, int flags) throws FileException {
        if (has(flags, OpenFlags.TRUNCATE)) {
            checkFile(entry, flags & ~OpenFlags.TRUNCATE);
            return sizes.change(id, entry.node()::stat, size -> 0, () -> opened(model.open(entry, flags), id, flags));
        }
        try (FileLocks.Held lock = locks.shared(id)) {
            return opened(model.open(entry, flags), id, flags);
        }
    }

    /** Fails as an open of anything but a file: a link that is being made must not be measured before it is complete. */
    private void checkFile(PathEntry entry, int flags) throws FileException {
        if (!model.stat(entry).isRegular()) {
            model.open(entry, flags).close();
        }
    }

    private OpenFile opened(OpenFile file, FileId id, int flags) {
        return new QuotaFile(file, sizes, id, has(flags, OpenFlags.APPEND));
    }

    @Override
    public CreatedFile create(PathEntry folder, byte[] name, int flags, int permissions, Owner owner)
            throws FileException {
        quota.opening();
        try {
            return createOrOpen(folder, name, flags, permissions, owner);
        } catch (FileException failed) {
            quota.closed();
            throw failed;
        }
    }

    private CreatedFile createOrOpen(PathEntry folder, byte[] name, int flags, int permissions, Owner owner)
            throws FileException {
        int fresh = flags | OpenFlags.EXCLUSIVE;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return names.make(
                        folder, name, 0, () -> opened(model.create(folder, name, fresh, permissions, owner), flags));
            } catch (FileException failed) {
                boolean mayExist = failed.errno() == Errno.EEXIST || failed.errno() == Errno.ENOSPC;
                if (!mayExist
                        || has(flags, OpenFlags.EXCLUSIVE)
                        || !folder.node().has(name)) {
                    throw failed;
                }
            }
            try {
                return openExisting(folder, name, flags);
            } catch (FileException failed) {
                if (failed.errno() != Errno.ENOENT) {
                    throw failed;
                }
            }
        }
        throw new FileException(Errno.EAGAIN, "creation of a file that others create and remove again and again");
    }

    /** The file counts as in use before it is opened: its name may be removed meanwhile. */
    private CreatedFile openExisting(PathEntry folder, byte[] name, int flags) throws FileException {
        try (PathEntry entry = folder.child(model.lookup(folder, name), name)) {
            entry.identified(entry.node().stat());
            FileNode node = entry.node().duplicate();
            try {
                return new CreatedFile(node, openNow(entry, entry.id(), flags));
            } catch (FileException failed) {
                node.close();
                throw failed;
            }
        }
    }

    private CreatedFile opened(CreatedFile made, int flags) throws FileException {
        try {
            return new CreatedFile(
                    made.node(), opened(made.file(), FileId.of(made.node().stat()), flags));
        } catch (FileException failed) {
            made.file().close();
            made.node().close();
            throw failed;
        }
    }

    @Override
    public FileNode mkdir(PathEntry folder, byte[] name, int permissions, Owner owner) throws FileException {
        return names.make(folder, name, 0, () -> model.mkdir(folder, name, permissions, owner));
    }

    @Override
    public FileNode mknod(PathEntry folder, byte[] name, int mode, DeviceNumber device, Owner owner)
            throws FileException {
        return names.make(folder, name, 0, () -> model.mknod(folder, name, mode, device, owner));
    }

    @Override
    public FileNode symlink(PathEntry folder, byte[] name, byte[] target, Owner owner) throws FileException {
        return names.make(folder, name, target.length, () -> model.symlink(folder, name, target, owner));
    }

    @Override
    public void link(PathEntry target, PathEntry folder, byte[] name) throws FileException {
        names.make(folder, name, 0, () -> {
            model.link(target, folder, name);
            return name;
        });
    }

    @Override
    public void rename(PathEntry folder, byte[] name, PathEntry newFolder, byte[] newName) throws FileException {
        names.rename(folder, name, newFolder, newName);
    }

    @Override
    public void unlink(PathEntry folder, byte[] name) throws FileException {
        names.remove(folder, name, () -> model.unlink(folder, name));
    }

    @Override
    public void rmdir(PathEntry folder, byte[] name) throws FileException {
        names.remove(folder, name, () -> model.rmdir(folder, name));
    }

    @Override
    public void truncate(PathEntry entry, long size) throws FileException {
        FileStat stat = model.stat(entry);
        if (!stat.isRegular()) {
            int errno = stat.isDirectory() ? Errno.EISDIR : Errno.EINVAL;
            throw new FileException(errno, "change of the size of anything but a file");
        }
        sizes.change(id(entry), entry.node()::stat, before -> size, () -> {
            model.truncate(entry, size);
            return size;
        });
    }

    /** A file's size does not include values, so they have a limit of their own where sizes are limited. */
    @Override
    public void setXattr(PathEntry entry, byte[] name, byte[] value, XattrExistence existence) throws FileException {
        if (quota.limits().bytes() == 0) {
            model.setXattr(entry, name, value, existence);
            return;
        }
        try (FileLocks.Held lock = locks.exclusive(id(entry))) {
            int all = name.length + value.length;
            for (byte[] other : model.listXattrs(entry)) {
                if (all > MAX_ATTRIBUTES) {
                    break;
                }
                all += Arrays.equals(other, name) ? 0 : other.length + model.getXattr(entry, other).length;
            }
            if (all > MAX_ATTRIBUTES) {
                throw new FileException(Errno.ENOSPC, "extended attributes of more than " + MAX_ATTRIBUTES + " bytes");
            }
            model.setXattr(entry, name, value, existence);
        }
    }

    @Override
    public FileStat stat(PathEntry entry) throws FileException {
        return model.stat(entry);
    }

    @Override
    public FileNode lookup(PathEntry folder, byte[] name) throws FileException {
        return model.lookup(folder, name);
    }

    @Override
    public boolean hides(byte[] name) {
        return model.hides(name);
    }

    @Override
    public boolean knowsEntryTypes() {
        return model.knowsEntryTypes();
    }

    @Override
    public byte[] readLink(PathEntry entry) throws FileException {
        return model.readLink(entry);
    }

    @Override
    public void chmod(PathEntry entry, int permissions) throws FileException {
        model.chmod(entry, permissions);
    }

    @Override
    public void chown(PathEntry entry, Owner owner) throws FileException {
        model.chown(entry, owner);
    }

    @Override
    public void finish(PathEntry entry, Owner owner, int permissions) throws FileException {
        model.finish(entry, owner, permissions);
    }

    @Override
    public void dropSetIdBits(PathEntry entry, SetIdCheck check) throws FileException {
        model.dropSetIdBits(entry, check);
    }

    @Override
    public void checkXattr(byte[] name) throws FileException {
        model.checkXattr(name);
    }

    @Override
    public byte[] getXattr(PathEntry entry, byte[] name) throws FileException {
        return model.getXattr(entry, name);
    }

    @Override
    public void removeXattr(PathEntry entry, byte[] name) throws FileException {
        model.removeXattr(entry, name);
    }

    @Override
    public List<byte[]> listXattrs(PathEntry entry) throws FileException {
        return model.listXattrs(entry);
    }
}
