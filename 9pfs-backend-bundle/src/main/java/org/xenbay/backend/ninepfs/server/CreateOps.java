// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.backend.ninepfs.export.Cost;
import org.xenbay.backend.ninepfs.export.Owner;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.export.SecurityModel;
import org.xenbay.backend.ninepfs.wire.MessageReader;

/** Makes a file and opens it, in one message; the folder's fid becomes the new file's. */
final class CreateOps {

    private final Session session;

    CreateOps(Session session) {
        this.session = session;
    }

    void create(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        byte[] name = Names.fresh(in.string());
        int flags = in.i32();
        int permissions = in.i32() & 07777;
        Owner owner = session.owner(fid, in.i32());
        fid.checkNotOpen();
        CreatedFile made = make(call, fid, name, flags, permissions, owner);
        become(call, fid, made, name, flags);
        call.out().i32(session.ioUnit());
    }

    /** Creates the file. A file that exists is truncated later, in {@link #become}. */
    CreatedFile make(Call call, Fid folder, byte[] name, int flags, int permissions, Owner owner) throws FileException {
        SecurityModel files = session.export().files();
        session.export().budgets().checkRoom(2, (long) Cost.FILE + Cost.PATH_ENTRY + name.length);
        ReplayGuard.beginEffect(call, folder.entry(), name);
        int whole = flags & ~OpenFlags.TRUNCATE;
        try {
            return files.create(folder.entry(), name, whole, permissions, owner);
        } catch (FileException failed) {
            if (!ReplayGuard.isOwnCreation(call, failed)) {
                throw failed;
            }
            CreatedFile found = files.create(folder.entry(), name, whole & ~OpenFlags.EXCLUSIVE, permissions, owner);
            try (PathEntry pathEntry = folder.entry().child(found.node().duplicate(), name)) {
                ReplayGuard.finish(files, pathEntry, owner, permissions);
                return found;
            } catch (FileException other) {
                found.file().close();
                found.node().close();
                throw other;
            }
        }
    }

    /** The reply is begun, and ends with the qid. */
    void become(Call call, Fid fid, CreatedFile made, byte[] name, int flags) throws FileException {
        PathEntry pathEntry;
        try {
            pathEntry = fid.entry().child(made.node(), name);
        } catch (FileException failed) {
            made.file().close();
            throw failed;
        }
        Fid next = new Fid(fid.number(), pathEntry, fid.user());
        try {
            next.open(keep(pathEntry, made.file(), flags));
            if ((flags & OpenFlags.TRUNCATE) != 0 && pathEntry.node().stat().size() > 0) {
                session.truncate(fid, pathEntry, 0);
            }
            call.begin().qid(session.identify(pathEntry));
        } catch (FileException failed) {
            next.close();
            throw failed;
        }
        session.replace(call, fid, next);
    }

    private static Opened keep(PathEntry pathEntry, OpenFile file, int flags) throws FileException {
        try {
            return new Opened.File(file, flags, pathEntry.open(1, Cost.FILE));
        } catch (FileException refused) {
            file.close();
            throw refused;
        }
    }
}
