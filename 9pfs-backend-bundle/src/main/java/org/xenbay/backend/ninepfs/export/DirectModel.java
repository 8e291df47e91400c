// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;

/**
 * Owners, permissions and types are the host's own. {@code passthrough} sets the owner; {@code none} leaves the owner
 * unchanged where this process may not set it.
 */
final class DirectModel extends XattrModel {

    /** Permissions of a file until its owner is set. */
    private static final int PRIVATE = 0700;

    private static final int SET_ID = 06000;

    /** The number by which chown(2) changes nothing. */
    private static final int KEEP = -1;

    private static final int ATTEMPTS = 64;

    private final boolean ownersMatter;

    /**
     * @param ownersMatter whether a creation fails when the owner cannot be set
     * @param xattrs which extended attributes the guest may use
     */
    DirectModel(boolean ownersMatter, XattrRules xattrs) {
        super(xattrs);
        this.ownersMatter = ownersMatter;
    }

    @Override
    public FileStat stat(PathEntry entry) throws FileException {
        return entry.node().stat();
    }

    @Override
    public FileNode lookup(PathEntry folder, byte[] name) throws FileException {
        return folder.node().lookup(name);
    }

    @Override
    public boolean hides(byte[] name) {
        return false;
    }

    @Override
    public boolean knowsEntryTypes() {
        return true;
    }

    @Override
    public OpenFile open(PathEntry entry, int flags) throws FileException {
        return entry.node().openFile(flags);
    }

    /** Sets owner and permissions of a new file only. */
    @Override
    public CreatedFile create(PathEntry folder, byte[] name, int flags, int permissions, Owner owner)
            throws FileException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                CreatedFile made = folder.node().create(name, flags | OpenFlags.EXCLUSIVE, permissions & PRIVATE);
                return giveAway(made, folder, name, permissions, owner);
            } catch (FileException failed) {
                if (failed.errno() != Errno.EEXIST || (flags & OpenFlags.EXCLUSIVE) != 0) {
                    throw failed;
                }
            }
            try {
                return openExisting(folder.node().lookup(name), flags);
            } catch (FileException failed) {
                if (failed.errno() != Errno.ENOENT) {
                    throw failed;
                }
            }
        }
        throw new FileException(Errno.EAGAIN, "creation of a file that others create and remove again and again");
    }

    private CreatedFile giveAway(CreatedFile made, PathEntry folder, byte[] name, int permissions, Owner owner)
            throws FileException {
        try {
            give(made.node(), owner, permissions);
            return made;
        } catch (FileException failed) {
            made.file().close();
            made.node().close();
            folder.node().unlink(name);
            throw failed;
        }
    }

    private static CreatedFile openExisting(FileNode node, int flags) throws FileException {
        try {
            return new CreatedFile(node, node.openFile(flags));
        } catch (FileException failed) {
            node.close();
            throw failed;
        }
    }

    @Override
    public FileNode mkdir(PathEntry folder, byte[] name, int permissions, Owner owner) throws FileException {
        FileNode made = folder.node().mkdir(name, permissions & PRIVATE);
        try {
            give(made, owner, permissions);
            return made;
        } catch (FileException failed) {
            made.close();
            folder.node().rmdir(name);
            throw failed;
        }
    }

    @Override
    public FileNode mknod(PathEntry folder, byte[] name, int mode, DeviceNumber device, Owner owner)
            throws FileException {
        int kind = mode & FileStat.S_IFMT;
        FileNode made = folder.node().mknod(name, kind | mode & PRIVATE, device);
        return giveAway(made, folder, name, mode & 07777, owner);
    }

    @Override
    public FileNode symlink(PathEntry folder, byte[] name, byte[] target, Owner owner) throws FileException {
        return giveAway(folder.node().symlink(name, target), folder, name, -1, owner);
    }

    /** @param permissions -1 for a link, which has no permissions */
    private FileNode giveAway(FileNode made, PathEntry folder, byte[] name, int permissions, Owner owner)
            throws FileException {
        try {
            give(made, owner, permissions);
            return made;
        } catch (FileException failed) {
            made.close();
            folder.node().unlink(name);
            throw failed;
        }
    }

    /**
     * A file system may have no owners, or fixed ones, and reports that in many ways. A file whose owner could not be set
     * gets no set-user-id and set-group-id bits, which would give the rights of another user.
     *
     * @param permissions -1 for a link, which has no permissions
     */
    private void give(FileNode made, Owner owner, int permissions) throws FileException {
        boolean given = chown(made, owner);
        if (permissions >= 0) {
            try {
                made.chmod(given ? permissions : permissions & ~SET_ID);
            } catch (FileException failed) {
                if (given || !cannotGive(failed)) {
                    throw failed;
                }
            }
        }
    }

    private boolean chown(FileNode made, Owner owner) throws FileException {
        try {
            made.chown(owner.uid().orElse(KEEP), owner.gid().orElse(KEEP));
            return true;
        } catch (FileException failed) {
            if (ownersMatter || !cannotGive(failed)) {
                throw failed;
            }
            return false;
        }
    }

    private static boolean cannotGive(FileException failed) {
        return switch (failed.errno()) {
            case Errno.EPERM, Errno.EACCES, Errno.EINVAL, Errno.ENOSYS, Errno.EOPNOTSUPP, Errno.EOVERFLOW -> true;
            default -> false;
        };
    }

    @Override
    public byte[] readLink(PathEntry entry) throws FileException {
        return entry.node().readLink();
    }

    @Override
    public void link(PathEntry target, PathEntry folder, byte[] name) throws FileException {
        folder.node().link(target.node(), name);
    }

    @Override
    public void rename(PathEntry folder, byte[] name, PathEntry newFolder, byte[] newName) throws FileException {
        folder.node().rename(name, newFolder.node(), newName);
    }

    @Override
    public void unlink(PathEntry folder, byte[] name) throws FileException {
        folder.node().unlink(name);
    }

    @Override
    public void rmdir(PathEntry folder, byte[] name) throws FileException {
        folder.node().rmdir(name);
    }

    @Override
    public void chmod(PathEntry entry, int permissions) throws FileException {
        entry.node().chmod(permissions);
    }

    @Override
    public void chown(PathEntry entry, Owner owner) throws FileException {
        entry.node().chown(owner.uid().orElse(KEEP), owner.gid().orElse(KEEP));
    }

    @Override
    public void finish(PathEntry entry, Owner owner, int permissions) throws FileException {
        give(entry.node(), owner, permissions);
    }

    /** The host's kernel clears the bits, for a thread that has the {@linkplain Rights rights} of the writer. */
    @Override
    public void dropSetIdBits(PathEntry entry, SetIdCheck check) {}

    @Override
    public void truncate(PathEntry entry, long size) throws FileException {
        entry.node().truncate(size);
    }
}
