package org.xenbay.backend.ninepfs.export;

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

/** Another model, as far as a quota lets it go. */
final class QuotaModel implements SecurityModel {

    private final SecurityModel model;
    private final Quota quota;

    QuotaModel(SecurityModel model, Quota quota) {
        this.model = model;
        this.quota = quota;
    }

    /** What makes a name. */
    @FunctionalInterface
    private interface Making<T> {
        T make() throws FileException;
    }

    private <T> T counted(long bytes, Making<T> making) throws FileException {
        quota.take(bytes, 1);
        try {
            return making.make();
        } catch (FileException failed) {
            quota.give(bytes, 1);
            throw failed;
        }
    }

    private static boolean appends(int flags) {
        return (flags & OpenFlags.APPEND) != 0;
    }

    @Override
    public OpenFile open(Place place, int flags) throws FileException {
        FileStat before = place.node().stat();
        OpenFile file = new QuotaFile(model.open(place, flags), quota, FileId.of(before), appends(flags));
        if ((flags & OpenFlags.TRUNCATE) != 0) {
            quota.give(before.size(), 0);
        }
        return file;
    }

    @Override
    public CreatedFile create(Place folder, byte[] name, int flags, int permissions, Owner owner) throws FileException {
        CreatedFile made;
        try {
            int fresh = flags | OpenFlags.EXCLUSIVE;
            made = counted(0, () -> model.create(folder, name, fresh, permissions, owner));
        } catch (FileException failed) {
            if (failed.errno() != Errno.EEXIST || (flags & OpenFlags.EXCLUSIVE) != 0) {
                throw failed;
            }
            made = model.create(folder, name, flags & ~OpenFlags.TRUNCATE, permissions, owner);
        }
        try {
            FileId id = FileId.of(made.node().stat());
            OpenFile file = new QuotaFile(made.file(), quota, id, appends(flags));
            if ((flags & OpenFlags.TRUNCATE) != 0) {
                file.truncate(0);
            }
            return new CreatedFile(made.node(), file);
        } catch (FileException tooMany) {
            made.node().close();
            throw tooMany;
        }
    }

    @Override
    public FileNode mkdir(Place folder, byte[] name, int permissions, Owner owner) throws FileException {
        return counted(0, () -> model.mkdir(folder, name, permissions, owner));
    }

    @Override
    public FileNode mknod(Place folder, byte[] name, int mode, DeviceNumber device, Owner owner) throws FileException {
        return counted(0, () -> model.mknod(folder, name, mode, device, owner));
    }

    @Override
    public FileNode symlink(Place folder, byte[] name, byte[] target, Owner owner) throws FileException {
        return counted(0, () -> model.symlink(folder, name, target, owner));
    }

    @Override
    public void link(Place target, Place folder, byte[] name) throws FileException {
        counted(0, () -> {
            model.link(target, folder, name);
            return name;
        });
    }

    @Override
    public void rename(Place folder, byte[] name, Place newFolder, byte[] newName) throws FileException {
        FileStat replaced = statOrNull(newFolder, newName);
        FileStat moved = statOrNull(folder, name);
        model.rename(folder, name, newFolder, newName);
        if (replaced != null && moved != null && !FileId.of(replaced).equals(FileId.of(moved))) {
            quota.unlinked(replaced);
        }
    }

    private FileStat statOrNull(Place folder, byte[] name) throws FileException {
        try (FileNode node = model.lookup(folder, name)) {
            return node.stat();
        } catch (FileException none) {
            if (none.errno() == Errno.ENOENT) {
                return null;
            }
            throw none;
        }
    }

    @Override
    public void unlink(Place folder, byte[] name) throws FileException {
        FileStat last = statOrNull(folder, name);
        model.unlink(folder, name);
        if (last != null) {
            quota.unlinked(last);
        }
    }

    @Override
    public void rmdir(Place folder, byte[] name) throws FileException {
        model.rmdir(folder, name);
        quota.give(0, 1);
    }

    @Override
    public void truncate(Place place, long size) throws FileException {
        synchronized (quota) {
            long growth = size - place.node().stat().size();
            quota.take(growth, 0);
            try {
                model.truncate(place, size);
            } catch (FileException failed) {
                quota.give(growth, 0);
                throw failed;
            }
        }
    }

    @Override
    public FileStat stat(Place place) throws FileException {
        return model.stat(place);
    }

    @Override
    public FileNode lookup(Place folder, byte[] name) throws FileException {
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
    public byte[] readLink(Place place) throws FileException {
        return model.readLink(place);
    }

    @Override
    public void chmod(Place place, int permissions) throws FileException {
        model.chmod(place, permissions);
    }

    @Override
    public void chown(Place place, Owner owner) throws FileException {
        model.chown(place, owner);
    }

    @Override
    public void finish(Place place, Owner owner, int permissions) throws FileException {
        model.finish(place, owner, permissions);
    }

    @Override
    public void dropSetIdBits(Place place, SetIdCheck check) throws FileException {
        model.dropSetIdBits(place, check);
    }

    @Override
    public void checkXattr(byte[] name) throws FileException {
        model.checkXattr(name);
    }

    @Override
    public byte[] getXattr(Place place, byte[] name) throws FileException {
        return model.getXattr(place, name);
    }

    @Override
    public void setXattr(Place place, byte[] name, byte[] value, XattrExistence existence) throws FileException {
        model.setXattr(place, name, value, existence);
    }

    @Override
    public void removeXattr(Place place, byte[] name) throws FileException {
        model.removeXattr(place, name);
    }

    @Override
    public List<byte[]> listXattrs(Place place) throws FileException {
        return model.listXattrs(place);
    }
}
