// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.FileSystemStat;
import org.xenbay.api.file.OpenDirectory;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.api.file.TimeUpdate;
import org.xenbay.api.file.XattrExistence;
import org.xenbay.nativexen.descriptor.DescriptorToken;
import org.xenbay.nativexen.libc.FileAbi;

/** A descriptor opened with O_PATH. Every call holds a share of it. */
final class NativeFileNode extends HeldDescriptor implements FileNode {

    private static final int UNKNOWN = 0;

    private final NativeShare share;
    /** S_IF*, read once: a file never changes its type. */
    private volatile int type = UNKNOWN;
    /** Read once. */
    private volatile @Nullable FileIdentity identity;

    NativeFileNode(NativeShare share, Descriptor descriptor) {
        super(share.system(), descriptor);
        this.share = share;
    }

    @Override
    public FileNode lookup(byte[] name) throws FileException {
        try (Descriptor here = descriptor.share()) {
            return new Entries(share, here).lookup(name);
        }
    }

    @Override
    public boolean has(byte[] name) throws FileException {
        try (Descriptor here = descriptor.share()) {
            return new Entries(share, here).has(name);
        }
    }

    @Override
    public FileNode duplicate() throws FileException {
        return new NativeFileNode(share, descriptor.share());
    }

    @Override
    public FileStat stat() throws FileException {
        try (Descriptor here = descriptor.share()) {
            FileStat stat = Attributes.stat(here);
            noted(stat);
            return stat;
        }
    }

    private FileIdentity noted(FileStat stat) {
        type = stat.type();
        FileIdentity known = identity;
        if (known == null) {
            known = FileIdentity.of(stat);
            identity = known;
        }
        return known;
    }

    private String identity(Descriptor here) throws FileException {
        FileIdentity known = identity;
        return (known == null ? noted(Attributes.stat(here)) : known).toString();
    }

    /** @return the type bits of the mode */
    int type() throws FileException {
        return type == UNKNOWN ? stat().type() : type;
    }

    @Override
    public OpenFile openFile(int flags) throws FileException {
        int how = NativeOpenFile.flags(flags);
        try (Descriptor here = descriptor.share()) {
            switch (type()) {
                case FileStat.S_IFREG -> {}
                case FileStat.S_IFDIR -> throw new FileException(Errno.EISDIR, "open of a folder as a file");
                case FileStat.S_IFLNK -> throw new FileException(Errno.ELOOP, "open of a symbolic link");
                default -> throw new FileException(Errno.ENXIO, "open of a special file");
            }
            return new NativeOpenFile(system, reopen(here, how), identity);
        }
    }

    /** Only the owner and root may read without changing the time of the last access (O_NOATIME). */
    private static Descriptor reopen(Descriptor file, int flags) throws FileException {
        try {
            return Resolver.reopen(file, flags);
        } catch (FileException failed) {
            if (failed.errno() != Errno.EPERM || (flags & OpenFlags.NO_ACCESS_TIME) == 0) {
                throw failed;
            }
            return Resolver.reopen(file, flags & ~OpenFlags.NO_ACCESS_TIME);
        }
    }

    @Override
    public OpenDirectory openDirectory() throws FileException {
        try (Descriptor here = descriptor.share()) {
            if (type() != FileStat.S_IFDIR) {
                throw new FileException(Errno.ENOTDIR, "open of a file as a folder");
            }
            return new NativeOpenDirectory(
                    system, Resolver.reopen(here, system.machine().directory()));
        }
    }

    @Override
    public CreatedFile create(byte[] name, int flags, int permissions) throws FileException {
        try (Descriptor here = descriptor.share()) {
            return new Entries(share, here).create(name, flags, permissions);
        }
    }

    @Override
    public FileNode mkdir(byte[] name, int permissions) throws FileException {
        try (Descriptor here = descriptor.share()) {
            return new Entries(share, here).mkdir(name, permissions);
        }
    }

    @Override
    public FileNode mknod(byte[] name, int mode, DeviceNumber device) throws FileException {
        try (Descriptor here = descriptor.share()) {
            return new Entries(share, here).mknod(name, mode, device);
        }
    }

    @Override
    public FileNode symlink(byte[] name, byte[] target) throws FileException {
        try (Descriptor here = descriptor.share()) {
            return new Entries(share, here).symlink(name, target);
        }
    }

    @Override
    public byte[] readLink() throws FileException {
        try (Descriptor here = descriptor.share()) {
            return Attributes.readLink(here);
        }
    }

    @Override
    public void link(FileNode target, byte[] name) throws FileException {
        try (Descriptor here = descriptor.share();
                Descriptor there = ofSameShare(target).share()) {
            new Entries(share, here).link(there, name);
        }
    }

    @Override
    public void rename(byte[] name, FileNode newFolder, byte[] newName) throws FileException {
        try (Descriptor here = descriptor.share();
                Descriptor there = ofSameShare(newFolder).share()) {
            new Entries(share, here).rename(name, there, newName);
        }
    }

    private Descriptor ofSameShare(FileNode node) throws FileException {
        if (node instanceof NativeFileNode other && other.share == share) {
            return other.descriptor;
        }
        throw new FileException(Errno.EXDEV, "use of a file of another share");
    }

    @Override
    public void unlink(byte[] name) throws FileException {
        try (Descriptor here = descriptor.share()) {
            new Entries(share, here).unlink(name, 0);
        }
    }

    @Override
    public void rmdir(byte[] name) throws FileException {
        try (Descriptor here = descriptor.share()) {
            new Entries(share, here).unlink(name, FileAbi.AT_REMOVEDIR);
        }
    }

    @Override
    public void chmod(int permissions) throws FileException {
        if ((permissions & ~07777) != 0) {
            throw new FileException(Errno.EINVAL, "permissions 0" + Integer.toOctalString(permissions));
        }
        try (Descriptor here = descriptor.share()) {
            if (type() == FileStat.S_IFLNK) {
                throw new FileException(Errno.EOPNOTSUPP, "change of a symbolic link's permissions");
            }
            Attributes.chmod(here, permissions);
        }
    }

    @Override
    public void chown(int uid, int gid) throws FileException {
        try (Descriptor here = descriptor.share()) {
            Attributes.chown(here, uid, gid);
        }
    }

    @Override
    public void setTimes(TimeUpdate access, TimeUpdate modification) throws FileException {
        try (Descriptor here = descriptor.share()) {
            Attributes.setTimes(here, access, modification);
        }
    }

    @Override
    public void truncate(long size) throws FileException {
        try (Descriptor here = descriptor.share()) {
            Attributes.truncate(here, size);
        }
    }

    @Override
    public FileSystemStat statFileSystem() throws FileException {
        try (Descriptor here = descriptor.share()) {
            return Attributes.statFileSystem(here);
        }
    }

    @Override
    public byte[] getXattr(byte[] name) throws FileException {
        try (Descriptor here = descriptor.share()) {
            return Xattrs.get(here, name);
        }
    }

    @Override
    public void setXattr(byte[] name, byte[] value, XattrExistence existence) throws FileException {
        try (Descriptor here = descriptor.share()) {
            Xattrs.set(here, name, value, existence);
        }
    }

    @Override
    public void removeXattr(byte[] name) throws FileException {
        try (Descriptor here = descriptor.share()) {
            Xattrs.remove(here, name);
        }
    }

    @Override
    public List<byte[]> listXattrs() throws FileException {
        try (Descriptor here = descriptor.share()) {
            return Xattrs.list(here);
        }
    }

    @Override
    DescriptorToken token(Descriptor here) throws FileException {
        return DescriptorToken.here("node", here.number(), share.number(), identity(here));
    }
}
