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
import org.xenbay.backend.ninepfs.export.Place;
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
        Owner owner = session.owner(folder, Ids.named(in.i32()));
        made(call, folder, name, owner, 0777, () -> files().symlink(folder.place(), name, target, owner));
    }

    void mknod(Call call) throws FileException {
        MessageReader in = call.in();
        Fid folder = session.fids().get(in.i32());
        byte[] name = Names.fresh(in.string());
        int mode = in.i32();
        DeviceNumber device = new DeviceNumber(in.i32(), in.i32());
        Owner owner = session.owner(folder, Ids.named(in.i32()));
        made(call, folder, name, owner, mode, () -> files().mknod(folder.place(), name, mode, device, owner));
    }

    void mkdir(Call call) throws FileException {
        MessageReader in = call.in();
        Fid folder = session.fids().get(in.i32());
        byte[] name = Names.fresh(in.string());
        int mode = in.i32() & 07777;
        Owner owner = session.owner(folder, Ids.named(in.i32()));
        made(call, folder, name, owner, mode, () -> files().mkdir(folder.place(), name, mode, owner));
    }

    private void made(Call call, Fid folder, byte[] name, Owner owner, int mode, Again.Maker maker)
            throws FileException {
        session.export().budgets().checkRoom(1, (long) Cost.PLACE + name.length);
        FileNode node = Again.made(call, files(), folder.place(), name, owner, mode, maker);
        try (Place place = folder.place().child(node, name)) {
            call.begin().qid(session.qids().of(files().stat(place)));
        }
    }

    void link(Call call) throws FileException {
        MessageReader in = call.in();
        Fid folder = session.fids().get(in.i32());
        Fid target = session.fids().get(in.i32());
        Again.linked(call, files(), target.place(), folder.place(), Names.fresh(in.string()));
        call.begin();
    }

    void readlink(Call call) throws FileException {
        Fid fid = session.fids().get(call.in().i32());
        call.begin().string(files().readLink(fid.place()));
    }

    void renameat(Call call) throws FileException {
        MessageReader in = call.in();
        Fid folder = session.fids().get(in.i32());
        byte[] name = Names.movable(in.string());
        Fid newFolder = session.fids().get(in.i32());
        byte[] newName = Names.movable(in.string());
        move(call, folder.place(), name, newFolder.place(), newName);
        call.begin();
    }

    /** Of old clients: renames what the fid was walked to. */
    void rename(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        int folderNumber = in.i32();
        byte[] newName = Names.movable(in.string());
        Place place = fid.place();
        Place newFolder = folderNumber == Wire.NOFID
                ? place.folderOrBusy()
                : session.fids().get(folderNumber).place();
        rename(call, place, newFolder, newName);
        call.begin();
    }

    void rename(Call call, Place place, Place newFolder, byte[] newName) throws FileException {
        Place folder = place.folderOrBusy();
        if (!call.isAgain()) {
            checkStillThere(place, folder);
        }
        move(call, folder, place.name(), newFolder, newName);
    }

    private void move(Call call, Place folder, byte[] name, Place newFolder, byte[] newName) throws FileException {
        session.export()
                .names()
                .move(
                        folder,
                        name,
                        newFolder,
                        newName,
                        () -> Again.gone(call, folder, name, () -> files().rename(folder, name, newFolder, newName)));
    }

    void unlinkat(Call call) throws FileException {
        MessageReader in = call.in();
        Fid folder = session.fids().get(in.i32());
        byte[] name = Names.removable(in.string());
        int flags = in.i32();
        if ((flags & ~REMOVE_DIRECTORY) != 0) {
            throw new FileException(Errno.EINVAL, "removal with flags 0x" + Integer.toHexString(flags));
        }
        Place place = folder.place();
        Again.Change change = flags == 0 ? () -> files().unlink(place, name) : () -> files().rmdir(place, name);
        session.export().names().remove(place, name, () -> Again.gone(call, place, name, change));
        call.begin();
    }

    /** Removes what the fid was walked to; the fid is gone, whatever happens. */
    void remove(Call call) throws FileException {
        Place place = session.remove(call, call.in().i32()).place();
        Place folder = place.folderOrBusy();
        byte[] name = place.name();
        session.export().names().remove(folder, name, () -> Again.gone(call, folder, name, () -> remove(place)));
        call.begin();
    }

    private void remove(Place place) throws FileException {
        Place folder = place.folderOrBusy();
        FileStat stat = checkStillThere(place, folder);
        if (stat.isDirectory()) {
            files().rmdir(folder, place.name());
        } else {
            files().unlink(folder, place.name());
        }
    }

    /** Somebody else may have renamed it and put another in its place, which the client does not mean. */
    private FileStat checkStillThere(Place place, Place folder) throws FileException {
        FileNode now = files().lookup(folder, place.name());
        try (Place there = folder.child(now, place.name())) {
            FileStat stat = files().stat(there);
            if (!FileId.of(stat).equals(place.id())) {
                throw new FileException(Errno.ENOENT, "change of a file that somebody renamed");
            }
            return stat;
        }
    }
}
