// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.backend.ninepfs.export.Cost;
import org.xenbay.backend.ninepfs.export.FileId;
import org.xenbay.backend.ninepfs.export.Owner;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.export.SecurityModel;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.Wire;

/** Messages that make, move and remove names. */
final class NameOps {

    private static final int REMOVE_DIRECTORY = 0x200;

    private final Session session;

    NameOps(Session session) {
        this.session = session;
    }

    private SecurityModel files() {
        return session.export().files();
    }

    void symlink(Call call) throws FileException {
        MessageReader in = call.in();
        Fid folder = session.fids().get(in.i32());
        byte[] name = Names.fresh(in.string());
        byte[] target = in.string();
        Owner owner = session.owner(folder, in.i32());
        made(call, folder, name, owner, 0777, () -> files().symlink(folder.entry(), name, target, owner));
    }

    void mknod(Call call) throws FileException {
        MessageReader in = call.in();
        Fid folder = session.fids().get(in.i32());
        byte[] name = Names.fresh(in.string());
        int mode = in.i32();
        DeviceNumber device = new DeviceNumber(in.i32(), in.i32());
        Owner owner = session.owner(folder, in.i32());
        made(call, folder, name, owner, mode, () -> files().mknod(folder.entry(), name, mode, device, owner));
    }

    void mkdir(Call call) throws FileException {
        MessageReader in = call.in();
        Fid folder = session.fids().get(in.i32());
        byte[] name = Names.fresh(in.string());
        int mode = in.i32() & 07777;
        Owner owner = session.owner(folder, in.i32());
        made(call, folder, name, owner, mode, () -> files().mkdir(folder.entry(), name, mode, owner));
    }

    private void made(Call call, Fid folder, byte[] name, Owner owner, int mode, ReplayGuard.Maker maker)
            throws FileException {
        session.export().budgets().checkRoom(1, (long) Cost.PATH_ENTRY + name.length);
        FileNode node = ReplayGuard.create(call, files(), folder.entry(), name, owner, mode, maker);
        try (PathEntry entry = folder.entry().child(node, name)) {
            call.begin().qid(session.qids().of(files().stat(entry)));
        }
    }

    void link(Call call) throws FileException {
        MessageReader in = call.in();
        Fid folder = session.fids().get(in.i32());
        Fid target = session.fids().get(in.i32());
        ReplayGuard.link(call, files(), target.entry(), folder.entry(), Names.fresh(in.string()));
        call.begin();
    }

    void readlink(Call call) throws FileException {
        Fid fid = session.fids().get(call.in().i32());
        call.begin().string(files().readLink(fid.entry()));
    }

    void renameat(Call call) throws FileException {
        MessageReader in = call.in();
        Fid folder = session.fids().get(in.i32());
        byte[] name = Names.movable(in.string());
        Fid newFolder = session.fids().get(in.i32());
        byte[] newName = Names.movable(in.string());
        move(call, folder.entry(), name, newFolder.entry(), newName);
        call.begin();
    }

    /** Trename, which old clients send: renames the file that the fid was walked to. */
    void rename(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        int folderNumber = in.i32();
        byte[] newName = Names.movable(in.string());
        PathEntry entry = fid.entry();
        PathEntry newFolder = folderNumber == Wire.NOFID
                ? entry.folderOrBusy()
                : session.fids().get(folderNumber).entry();
        rename(call, entry, newFolder, newName);
        call.begin();
    }

    void rename(Call call, PathEntry entry, PathEntry newFolder, byte[] newName) throws FileException {
        PathEntry folder = entry.folderOrBusy();
        if (!call.isReplay()) {
            checkStillThere(entry, folder);
        }
        move(call, folder, entry.name(), newFolder, newName);
    }

    private void move(Call call, PathEntry folder, byte[] name, PathEntry newFolder, byte[] newName)
            throws FileException {
        session.export()
                .names()
                .move(
                        folder,
                        name,
                        newFolder,
                        newName,
                        () -> ReplayGuard.remove(
                                call, folder, name, () -> files().rename(folder, name, newFolder, newName)));
    }

    void unlinkat(Call call) throws FileException {
        MessageReader in = call.in();
        Fid folder = session.fids().get(in.i32());
        byte[] name = Names.removable(in.string());
        int flags = in.i32();
        if ((flags & ~REMOVE_DIRECTORY) != 0) {
            throw new FileException(Errno.EINVAL, "removal with flags 0x" + Integer.toHexString(flags));
        }
        PathEntry entry = folder.entry();
        ReplayGuard.Change change = flags == 0 ? () -> files().unlink(entry, name) : () -> files().rmdir(entry, name);
        session.export().names().remove(entry, name, () -> ReplayGuard.remove(call, entry, name, change));
        call.begin();
    }

    /** Removes the file that the fid was walked to; the fid is removed even when that fails. */
    void remove(Call call) throws FileException {
        PathEntry entry = session.remove(call, call.in().i32()).entry();
        PathEntry folder = entry.folderOrBusy();
        byte[] name = entry.name();
        session.export()
                .names()
                .remove(folder, name, () -> ReplayGuard.remove(call, folder, name, () -> remove(entry)));
        call.begin();
    }

    private void remove(PathEntry entry) throws FileException {
        PathEntry folder = entry.folderOrBusy();
        FileStat stat = checkStillThere(entry, folder);
        if (stat.isDirectory()) {
            files().rmdir(folder, entry.name());
        } else {
            files().unlink(folder, entry.name());
        }
    }

    /** Checks that the name still leads to the fid's file: a program of the host may have put another file in its place. */
    private FileStat checkStillThere(PathEntry entry, PathEntry folder) throws FileException {
        FileNode now = files().lookup(folder, entry.name());
        try (PathEntry there = folder.child(now, entry.name())) {
            FileStat stat = files().stat(there);
            if (!FileId.of(stat).equals(entry.id())) {
                throw new FileException(Errno.ENOENT, "change of a file that a program of the host has renamed");
            }
            return stat;
        }
    }
}
