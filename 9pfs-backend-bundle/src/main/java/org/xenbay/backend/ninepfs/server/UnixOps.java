// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.nio.charset.StandardCharsets;
import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.api.file.TimeUpdate;
import org.xenbay.api.file.Timestamp;
import org.xenbay.backend.ninepfs.export.Cost;
import org.xenbay.backend.ninepfs.export.GuestIds;
import org.xenbay.backend.ninepfs.export.Owner;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.export.SecurityModel;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.MessageWriter;
import org.xenbay.backend.ninepfs.wire.Wire;

/** Messages of 9P2000.u that 9P2000.L does not have, for Mini-OS and old clients. */
final class UnixOps {

    private static final int ACCESS = 3;
    private static final int EXECUTE = 3;
    private static final int EXCLUSIVE = 0x04;
    private static final int TRUNCATE = 0x10;
    private static final int APPEND = 0x80;

    private static final byte[] NO_TARGET = {};

    /** High bits of the permissions that ask for anything except a regular file or a hard link. */
    private static final int SPECIAL =
            UnixStat.DIRECTORY | UnixStat.SYMLINK | UnixStat.DEVICE | UnixStat.PIPE | UnixStat.SOCKET;

    private final Session session;
    private final FileOps fileOps;
    private final CreateOps createOps;
    private final NameOps nameOps;

    UnixOps(Session session, FileOps fileOps, CreateOps createOps, NameOps nameOps) {
        this.session = session;
        this.fileOps = fileOps;
        this.createOps = createOps;
        this.nameOps = nameOps;
    }

    private SecurityModel files() {
        return session.export().files();
    }

    private static int flags(int mode) {
        int access = (mode & ACCESS) == EXECUTE ? OpenFlags.READ_ONLY : mode & ACCESS;
        return access
                | ((mode & EXCLUSIVE) != 0 ? OpenFlags.EXCLUSIVE : 0)
                | ((mode & TRUNCATE) != 0 ? OpenFlags.TRUNCATE : 0)
                | ((mode & APPEND) != 0 ? OpenFlags.APPEND : 0);
    }

    void open(Call call) throws FileException {
        MessageReader in = call.in();
        fileOps.open(call, session.fids().get(in.i32()), flags(in.u8()));
    }

    /** The permissions' high bits say what is made; the fid becomes the new file's. */
    void create(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        byte[] name = Names.fresh(in.string());
        int perm = in.i32();
        int flags = flags(in.u8());
        byte[] extension = in.remaining() >= 2 ? in.string() : NO_TARGET;
        Owner owner = session.owner(fid, GuestIds.NOT_NAMED);
        fid.checkNotOpen();
        session.export().budgets().checkRoom(2, (long) Cost.DIRECTORY + Cost.PATH_ENTRY + name.length);
        Creation creation = new Creation(call, fid, name, owner, UnixStat.permissions(perm));
        if ((perm & UnixStat.LINK) != 0 && (perm & (UnixStat.DIRECTORY | UnixStat.SYMLINK)) == 0) {
            PathEntry folder = fid.entry();
            ReplayGuard.link(call, files(), linked(extension).entry(), folder, name);
            become(call, fid, files().lookup(folder, name), name, false);
        } else if ((perm & SPECIAL) != 0) {
            special(creation, perm, extension);
        } else {
            CreatedFile made = createOps.make(call, fid, name, flags, creation.permissions, owner);
            createOps.become(call, fid, made, name, flags);
            call.out().i32(session.ioUnit());
        }
    }

    /** What to create, and the request for it. */
    private record Creation(Call call, Fid folder, byte[] name, Owner owner, int permissions) {}

    /** Makes a folder, a symbolic link, a device, a pipe or a socket. */
    private void special(Creation creation, int perm, byte[] extension) throws FileException {
        PathEntry folder = creation.folder.entry();
        byte[] name = creation.name;
        Owner owner = creation.owner;
        int permissions = creation.permissions;
        if ((perm & UnixStat.DIRECTORY) != 0) {
            make(creation, permissions, true, () -> files().mkdir(folder, name, permissions, owner));
        } else if ((perm & UnixStat.SYMLINK) != 0) {
            make(creation, 0777, false, () -> files().symlink(folder, name, extension, owner));
        } else if ((perm & UnixStat.DEVICE) != 0) {
            UnixStat.Device device = UnixStat.device(extension);
            int mode = device.type() | permissions;
            make(creation, permissions, false, () -> files().mknod(folder, name, mode, device.number(), owner));
        } else {
            int type = (perm & UnixStat.PIPE) != 0 ? FileStat.S_IFIFO : FileStat.S_IFSOCK;
            int mode = type | permissions;
            make(creation, permissions, false, () -> files().mknod(folder, name, mode, DeviceNumber.NONE, owner));
        }
    }

    private void make(Creation creation, int mode, boolean opens, ReplayGuard.Maker maker) throws FileException {
        Fid folder = creation.folder;
        FileNode made =
                ReplayGuard.create(creation.call, files(), folder.entry(), creation.name, creation.owner, mode, maker);
        become(creation.call, folder, made, creation.name, opens);
    }

    private Fid linked(byte[] extension) throws FileException {
        try {
            return session.fids().get(Integer.parseUnsignedInt(new String(extension, StandardCharsets.US_ASCII)));
        } catch (NumberFormatException none) {
            throw new FileException(Errno.EINVAL, "creation of a link without the number of a fid");
        }
    }

    private void become(Call call, Fid fid, FileNode made, byte[] name, boolean opens) throws FileException {
        Fid next = new Fid(fid.number(), fid.entry().child(made, name), fid.user());
        try {
            if (opens) {
                next.open(fileOps.openDirectory(next.entry()));
            }
            call.begin().qid(session.identify(next.entry())).i32(opens ? session.ioUnit() : 0);
        } catch (FileException failed) {
            next.close();
            throw failed;
        }
        session.replace(call, fid, next);
    }

    void stat(Call call) throws FileException {
        PathEntry pathEntry = session.fids().get(call.in().i32()).entry();
        FileStat stat = files().stat(pathEntry);
        byte[] target = stat.isSymlink() ? files().readLink(pathEntry) : NO_TARGET;
        byte[] name = pathEntry.folder().isPresent() ? pathEntry.name() : new byte[] {'/'};
        MessageWriter out = call.begin().u16(0);
        UnixStat.write(out, stat, session.qids().of(stat), name, target);
        out.set16(Wire.HEADER, out.length() - Wire.HEADER - 2);
    }

    /** Twstat that changes nothing asks for a sync. */
    void wstat(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        UnixStat.Change change = UnixStat.read(in);
        PathEntry pathEntry = fid.entry();
        if (change.isNothing()) {
            if (fid.isOpen() && fid.opened() instanceof Opened.File file) {
                file.file().sync(false);
            }
        } else {
            apply(call, change, fid, pathEntry);
        }
        call.begin();
    }

    private void apply(Call call, UnixStat.Change change, Fid fid, PathEntry pathEntry) throws FileException {
        if (change.uid() != UnixStat.KEEP || change.gid() != UnixStat.KEEP) {
            files().chown(pathEntry, session.export().newOwner(GuestIds.sent(change.uid(), change.gid())));
        }
        if (change.mode() != UnixStat.KEEP) {
            session.export().rights().changePermissions();
            files().chmod(pathEntry, UnixStat.permissions(change.mode()));
        }
        if (change.length() != UnixStat.KEEP) {
            session.truncate(fid, pathEntry, change.length());
        }
        if (change.accessed() != UnixStat.KEEP || change.modified() != UnixStat.KEEP) {
            pathEntry.node().setTimes(time(change.accessed()), time(change.modified()));
        }
        if (change.name().length > 0) {
            nameOps.rename(call, pathEntry, pathEntry.folderOrBusy(), Names.movable(change.name()));
        }
    }

    private static TimeUpdate time(int seconds) {
        return seconds == UnixStat.KEEP
                ? TimeUpdate.KEEP
                : TimeUpdate.to(new Timestamp(Integer.toUnsignedLong(seconds), 0));
    }

    void read(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        long position = in.i64();
        int count = session.mostData(in.u32());
        Opened opened = fid.opened();
        if (opened instanceof Opened.Directory directory) {
            readDirectory(call, fid, directory, position, count);
        } else {
            fileOps.read(call, opened, position, count);
        }
    }

    /** A folder read as a file gives whole stats; it is read from its start, or from where the last read ended. */
    private void readDirectory(Call call, Fid fid, Opened.Directory opened, long offset, int count)
            throws FileException {
        MessageWriter out = call.begin().i32(0);
        int most = out.length() + Math.min(count, out.room());
        long[] cookie = {opened.cookie(offset)};
        boolean[] tooSmall = new boolean[1];
        opened.directory().read(cookie[0], entry -> {
            byte[] name = entry.name();
            if (!Names.isDot(name) && !Names.isDotDot(name) && !files().hides(name)) {
                int before = out.length();
                if (before + UnixStat.mostBytes(name, NO_TARGET) > most || !putStat(out, fid.entry(), name, most)) {
                    tooSmall[0] = before == Wire.DATA;
                    return false;
                }
            }
            cookie[0] = entry.cookie();
            return true;
        });
        if (tooSmall[0]) {
            throw new FileException(Errno.EINVAL, "read of a folder with room for no entry");
        }
        int length = out.length() - Wire.DATA;
        opened.moved(cookie[0], length);
        out.set32(Wire.HEADER, length);
        call.moved(length);
    }

    /** @return false when there is no room; a file that has vanished meanwhile needs none */
    private boolean putStat(MessageWriter out, PathEntry folder, byte[] name, int most) {
        try (PathEntry pathEntry = folder.child(files().lookup(folder, name), name)) {
            FileStat stat = files().stat(pathEntry);
            byte[] target = stat.isSymlink() ? files().readLink(pathEntry) : NO_TARGET;
            if (out.length() + UnixStat.mostBytes(name, target) > most) {
                return false;
            }
            UnixStat.write(out, stat, session.qids().of(stat), name, target);
            return true;
        } catch (FileException vanished) {
            return true;
        }
    }
}
