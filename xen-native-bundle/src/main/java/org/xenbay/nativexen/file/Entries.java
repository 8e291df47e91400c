// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.nativexen.libc.FileAbi;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;
import org.xenbay.nativexen.libc.SystemCall;
import org.xenbay.nativexen.libc.SystemCalls;

/**
 * Operations on the names in one folder. None follows a link: names have one component, and calls that make or remove a
 * name do not follow the last component.
 */
final class Entries {

    private static final int PERMISSIONS = 0777;

    /** How often a name may appear and disappear between the two steps of {@link #create}. */
    private static final int ATTEMPTS = 64;

    private final NativeShare share;
    private final Descriptor folder;

    /** @param folder a share that stays open meanwhile */
    Entries(NativeShare share, Descriptor folder) {
        this.share = share;
        this.folder = folder;
    }

    NativeFileNode lookup(byte[] name) throws FileException {
        int descriptor = share.system().resolver().open(folder.number(), Names.component(name), LibcAbi.O_PATH, 0);
        return new NativeFileNode(share, Descriptor.of(checked(descriptor, "lookup of ", name)));
    }

    /** Needs one call less than a lookup, and takes no descriptor. */
    boolean has(byte[] name) throws FileException {
        byte[] statx = new byte[FileAbi.Statx.SIZE];
        int result = FileCalls.statx(folder.number(), Names.component(name), FileAbi.AT_SYMLINK_NOFOLLOW, 0, statx);
        if (result < 0 && Libc.errno() != Errno.ENOENT) {
            throw FileCalls.failure("lookup of " + Names.shown(name));
        }
        return result == 0;
    }

    /**
     * Only a file that did not exist is opened by its name. An existing one is looked up with O_PATH, and opened only if it
     * is a regular file: opening a device or a FIFO may block or have other effects.
     */
    CreatedFile create(byte[] name, int flags, int permissions) throws FileException {
        int how = NativeOpenFile.flags(flags) | LibcAbi.O_CREAT | LibcAbi.O_EXCL | LibcAbi.O_NOCTTY;
        byte[] component = Names.component(name);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int descriptor = share.system().resolver().open(folder.number(), component, how, permissions & PERMISSIONS);
            if (descriptor >= 0) {
                return created(Descriptor.of(descriptor));
            }
            if (Libc.errno() != Errno.EEXIST || (flags & OpenFlags.EXCLUSIVE) != 0) {
                throw FileCalls.failure("creation of " + Names.shown(name));
            }
            try {
                return existing(lookup(name), flags);
            } catch (FileException failed) {
                if (failed.errno() != Errno.ENOENT) {
                    throw failed;
                }
            }
        }
        throw new FileException(Errno.EAGAIN, "creation of " + Names.shown(name));
    }

    private CreatedFile created(Descriptor opened) throws FileException {
        try {
            return new CreatedFile(
                    new NativeFileNode(share, Resolver.reopen(opened, LibcAbi.O_PATH)),
                    new NativeOpenFile(share.system(), opened));
        } catch (FileException failed) {
            opened.close();
            throw failed;
        }
    }

    private static CreatedFile existing(FileNode node, int flags) throws FileException {
        try {
            return new CreatedFile(node, node.openFile(flags));
        } catch (FileException failed) {
            node.close();
            throw failed;
        }
    }

    FileNode mkdir(byte[] name, int permissions) throws FileException {
        checked(
                FileCalls.mkdirat(folder.number(), Names.component(name), permissions & PERMISSIONS),
                "creation of folder ",
                name);
        return made(name, FileStat.S_IFDIR);
    }

    FileNode mknod(byte[] name, int mode, DeviceNumber device) throws FileException {
        int type = mode & FileStat.S_IFMT;
        boolean special = type == FileStat.S_IFCHR || type == FileStat.S_IFBLK;
        if (!special && type != FileStat.S_IFREG && type != FileStat.S_IFIFO && type != FileStat.S_IFSOCK) {
            throw new FileException(Errno.EINVAL, "creation of a file of type 0" + Integer.toOctalString(type));
        }
        if (special && !device.isValid()) {
            throw new FileException(Errno.EINVAL, "creation of " + device);
        }
        long number = special ? Integer.toUnsignedLong(device.encoded()) : 0;
        checked(
                SystemCalls.syscall(
                        SystemCall.MKNODAT.on(share.system().machine()),
                        folder.number(),
                        Names.component(name),
                        type | mode & PERMISSIONS,
                        number),
                "creation of ",
                name);
        return made(name, type);
    }

    FileNode symlink(byte[] name, byte[] target) throws FileException {
        checked(
                FileCalls.symlinkat(Names.text(target), folder.number(), Names.component(name)),
                "creation of link ",
                name);
        return made(name, FileStat.S_IFLNK);
    }

    /**
     * Opens a file that was just made, because Linux has no call that makes one of this type and opens it. Another process with
     * rights on this folder may have replaced the file. A file of another type is refused, because the caller is about to
     * change its owner.
     */
    private FileNode made(byte[] name, int type) throws FileException {
        NativeFileNode node = lookup(name);
        try {
            if (node.type() != type) {
                throw new FileException(Errno.ESTALE, "another file took the place of " + Names.shown(name));
            }
            return node;
        } catch (FileException failed) {
            node.close();
            throw failed;
        }
    }

    /** Uses a path, because AT_EMPTY_PATH needs a privilege. The path leads to the file itself, even if it is a link. */
    void link(Descriptor target, byte[] name) throws FileException {
        checked(
                FileCalls.linkat(
                        FileAbi.AT_FDCWD,
                        Names.path(target),
                        folder.number(),
                        Names.component(name),
                        FileAbi.AT_SYMLINK_FOLLOW),
                "creation of a further name ",
                name);
    }

    void rename(byte[] name, Descriptor newFolder, byte[] newName) throws FileException {
        checked(
                FileCalls.renameat(
                        folder.number(), Names.component(name), newFolder.number(), Names.component(newName)),
                "rename of ",
                name);
    }

    void unlink(byte[] name, int flags) throws FileException {
        checked(FileCalls.unlinkat(folder.number(), Names.component(name), flags), "removal of ", name);
    }

    private static int checked(int result, String call, byte[] name) throws FileException {
        if (result < 0) {
            throw FileCalls.failure(call + Names.shown(name));
        }
        return result;
    }
}
