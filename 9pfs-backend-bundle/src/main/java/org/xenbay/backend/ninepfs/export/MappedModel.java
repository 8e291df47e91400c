// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.concurrent.atomic.AtomicLong;
import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;

/**
 * All files on the host belong to this process, with permissions for nobody else; the owner, mode and device that the guest sees
 * are kept in a {@link MappedStore}. Symbolic links and special files are regular files on the host.
 */
final class MappedModel extends XattrModel {

    private static final int FILE = 0600;
    private static final int FOLDER = 0700;

    private static final int SET_UID = 04000;
    private static final int SET_GID = 02000;
    private static final int RUN_BY_GROUP = 010;

    private final MappedStore store;
    /** Number of times that a file of this share has got a set-user-id or set-group-id bit. */
    private final AtomicLong setIdChanges = new AtomicLong();

    private final MappedLinks links;

    MappedModel(MappedStore store) {
        super(new MappedXattrs());
        this.store = store;
        this.links = new MappedLinks(store);
    }

    void countLinks(SizeChanges counting) {
        links.countWith(counting);
    }

    @Override
    public FileStat stat(PathEntry entry) throws FileException {
        return store.load(entry).in(entry.node().stat());
    }

    private byte[] checked(byte[] name) throws FileException {
        if (store.isOwn(name)) {
            throw new FileException(Errno.EINVAL, "use of a name that is the server's own");
        }
        return name;
    }

    @Override
    public FileNode lookup(PathEntry folder, byte[] name) throws FileException {
        return folder.node().lookup(checked(name));
    }

    @Override
    public boolean hides(byte[] name) {
        return store.isOwn(name);
    }

    @Override
    public boolean knowsEntryTypes() {
        return false;
    }

    @Override
    public OpenFile open(PathEntry entry, int flags) throws FileException {
        switch (stat(entry).type()) {
            case FileStat.S_IFREG, FileStat.S_IFDIR -> {
                return entry.node().openFile(flags);
            }
            case FileStat.S_IFLNK -> throw new FileException(Errno.ELOOP, "open of a symbolic link");
            default -> throw new FileException(Errno.ENXIO, "open of a special file");
        }
    }

    @Override
    public CreatedFile create(PathEntry folder, byte[] name, int flags, int permissions, Owner owner)
            throws FileException {
        return store.change(() -> createAlone(folder, name, flags, permissions, owner));
    }

    private CreatedFile createAlone(PathEntry folder, byte[] name, int flags, int permissions, Owner owner)
            throws FileException {
        CreatedFile made;
        try {
            made = folder.node().create(checked(name), flags | OpenFlags.EXCLUSIVE, FILE);
        } catch (FileException failed) {
            if (failed.errno() != Errno.EEXIST || (flags & OpenFlags.EXCLUSIVE) != 0) {
                throw failed;
            }
            return openExisting(folder, name, flags);
        }
        try {
            keep(folder, name, made.node(), FileStat.S_IFREG | permissions, DeviceNumber.NONE, owner);
            return made;
        } catch (FileException failed) {
            made.file().close();
            throw failed;
        }
    }

    private CreatedFile openExisting(PathEntry folder, byte[] name, int flags) throws FileException {
        FileNode node = lookup(folder, name);
        try (PathEntry entry = folder.child(node.duplicate(), name)) {
            return new CreatedFile(node, open(entry, flags));
        } catch (FileException failed) {
            node.close();
            throw failed;
        }
    }

    /** Keeps the values of a new file; removes the file when that fails. */
    private FileNode keep(PathEntry folder, byte[] name, FileNode made, int mode, DeviceNumber device, Owner owner)
            throws FileException {
        try {
            boolean special = !device.equals(DeviceNumber.NONE);
            Mapped values = new Mapped(owner.uidOrNull(), owner.gidOrNull(), mode, special ? device : null);
            store.save(folder, name, made, values);
            noteSetId(mode);
            return made;
        } catch (FileException failed) {
            made.close();
            if ((mode & FileStat.S_IFMT) == FileStat.S_IFDIR) {
                folder.node().rmdir(name);
            } else {
                folder.node().unlink(name);
            }
            throw failed;
        }
    }

    @Override
    public FileNode mkdir(PathEntry folder, byte[] name, int permissions, Owner owner) throws FileException {
        return store.change(() -> {
            FileNode made = folder.node().mkdir(checked(name), FOLDER);
            return keep(folder, name, made, FileStat.S_IFDIR | permissions, DeviceNumber.NONE, owner);
        });
    }

    @Override
    public FileNode mknod(PathEntry folder, byte[] name, int mode, DeviceNumber device, Owner owner)
            throws FileException {
        switch (mode & FileStat.S_IFMT) {
            case FileStat.S_IFREG, FileStat.S_IFIFO, FileStat.S_IFSOCK, FileStat.S_IFCHR, FileStat.S_IFBLK -> {
                return store.change(() -> {
                    FileNode made = folder.node().mknod(checked(name), FileStat.S_IFREG | FILE, DeviceNumber.NONE);
                    return keep(folder, name, made, mode & (FileStat.S_IFMT | 07777), device, owner);
                });
            }
            default -> throw new FileException(Errno.EINVAL, "creation of a file of an unknown type");
        }
    }

    @Override
    public FileNode symlink(PathEntry folder, byte[] name, byte[] target, Owner owner) throws FileException {
        MappedLinks.check(target);
        return store.change(() -> symlinkAlone(folder, name, target, owner));
    }

    private FileNode symlinkAlone(PathEntry folder, byte[] name, byte[] target, Owner owner) throws FileException {
        FileNode made = links.create(folder, checked(name), target, FILE);
        return keep(folder, name, made, FileStat.S_IFLNK | 0777, DeviceNumber.NONE, owner);
    }

    @Override
    public byte[] readLink(PathEntry entry) throws FileException {
        if (!stat(entry).isSymlink()) {
            throw new FileException(Errno.EINVAL, "read of a link");
        }
        return MappedLinks.read(entry.node());
    }

    @Override
    public void link(PathEntry target, PathEntry folder, byte[] name) throws FileException {
        checked(name);
        store.change(() -> {
            folder.node().link(target.node(), name);
            store.linked(target, folder, name);
            return name;
        });
    }

    @Override
    public void rename(PathEntry folder, byte[] name, PathEntry newFolder, byte[] newName) throws FileException {
        checked(name);
        checked(newName);
        store.change(() -> {
            store.withEmpty(newFolder, newName, () -> {
                folder.node().rename(name, newFolder.node(), newName);
                return name;
            });
            store.moved(folder, name, newFolder, newName);
            return name;
        });
    }

    @Override
    public void unlink(PathEntry folder, byte[] name) throws FileException {
        checked(name);
        store.change(() -> {
            folder.node().unlink(name);
            store.removed(folder, name);
            return name;
        });
    }

    @Override
    public void rmdir(PathEntry folder, byte[] name) throws FileException {
        checked(name);
        store.change(() -> {
            store.withEmpty(folder, name, () -> {
                folder.node().rmdir(name);
                return name;
            });
            store.removed(folder, name);
            return name;
        });
    }

    @Override
    public void chmod(PathEntry entry, int permissions) throws FileException {
        FileStat now = stat(entry);
        if (now.isSymlink()) {
            throw new FileException(Errno.EOPNOTSUPP, "change of a symbolic link's permissions");
        }
        save(entry, new Mapped(null, null, now.type() | permissions, null));
        noteSetId(permissions);
    }

    /** Linux clears set-user-id and set-group-id of a file that gets another owner. */
    @Override
    public void chown(PathEntry entry, Owner owner) throws FileException {
        FileStat now = stat(entry);
        int mode = withoutSetId(now);
        save(entry, new Mapped(owner.uidOrNull(), owner.gidOrNull(), mode == now.mode() ? null : mode, null));
    }

    @Override
    public void finish(PathEntry entry, Owner owner, int permissions) throws FileException {
        chown(entry, owner);
        if (permissions >= 0) {
            chmod(entry, permissions);
        }
    }

    @Override
    public void dropSetIdBits(PathEntry entry, SetIdCheck check) throws FileException {
        long changes = setIdChanges.get();
        if (check.isDone(changes)) {
            return;
        }
        FileStat now = stat(entry);
        int mode = withoutSetId(now);
        if (mode != now.mode()) {
            save(entry, new Mapped(null, null, mode, null));
        }
        check.done(changes);
    }

    /** A set-group-id bit stays where the group may not execute the file (setattr_should_drop_sgid). */
    private static int withoutSetId(FileStat file) {
        if (!file.isRegular()) {
            return file.mode();
        }
        boolean runByGroup = (file.mode() & RUN_BY_GROUP) != 0;
        return file.mode() & ~SET_UID & ~(runByGroup ? SET_GID : 0);
    }

    /** Called after the bits are kept: a writer that has checked earlier has to check again. */
    private void noteSetId(int mode) {
        if ((mode & (SET_UID | SET_GID)) != 0) {
            setIdChanges.incrementAndGet();
        }
    }

    private void save(PathEntry entry, Mapped values) throws FileException {
        store.save(entry.folder().orElse(null), entry.name(), entry.node(), values);
    }

    @Override
    public void truncate(PathEntry entry, long size) throws FileException {
        if (!stat(entry).isRegular()) {
            throw new FileException(Errno.EINVAL, "change of the size of anything but a file");
        }
        entry.node().truncate(size);
    }
}
