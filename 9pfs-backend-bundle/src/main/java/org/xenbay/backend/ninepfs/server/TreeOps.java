// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.nio.charset.StandardCharsets;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileSystemStat;
import org.xenbay.backend.ninepfs.export.GuestIds;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.Qid;
import org.xenbay.backend.ninepfs.wire.Wire;

/** Messages that lead from file to file: attach, walk, clunk; and statfs. */
final class TreeOps {

    private final Session session;

    TreeOps(Session session) {
        this.session = session;
    }

    /** An {@code aname} chooses a folder below the share's root as the root of this attach. */
    void attach(Call call) throws FileException {
        MessageReader in = call.in();
        int number = in.i32();
        int afid = in.i32();
        in.string();
        byte[] aname = in.string();
        int user = in.remaining() >= 4 ? in.i32() : Wire.NOFID;
        if (afid != Wire.NOFID) {
            throw new FileException(Errno.EOPNOTSUPP, "authentication");
        }
        session.fids().checkFree(number);
        session.export().rights().begin(GuestIds.ofUser(user));
        PathEntry root = root(aname);
        try {
            Qid qid = session.identify(root);
            session.add(call, new Fid(number, root.retain(), user));
            call.begin().qid(qid);
        } finally {
            root.close();
        }
    }

    private PathEntry root(byte[] aname) throws FileException {
        PathEntry root = session.export().root();
        FileNode folder = null;
        try {
            for (String name : new String(aname, StandardCharsets.ISO_8859_1).split("/")) {
                if (!name.isEmpty()) {
                    byte[] component = Names.fresh(name.getBytes(StandardCharsets.ISO_8859_1));
                    folder = session.export().files().lookup(root, component);
                    PathEntry next = session.export().rootAt(folder);
                    root.close();
                    root = next;
                }
            }
            return root;
        } catch (FileException failed) {
            root.close();
            throw failed;
        }
    }

    /** Walks as far as the names lead. The new fid is added only if all names were walked. */
    void walk(Call call) throws FileException {
        MessageReader in = call.in();
        int number = in.i32();
        int newNumber = in.i32();
        byte[][] names = names(in);
        Fid fid = session.fids().get(number);
        if (newNumber == number) {
            fid.checkNotOpen();
        } else {
            session.fids().checkFree(newNumber);
        }
        call.begin().u16(0);
        Walked walked = walk(call, fid.entry().retain(), names);
        call.out().set16(Wire.HEADER, walked.names);
        if (walked.names < names.length) {
            walked.entry.close();
        } else if (newNumber == number) {
            session.replace(call, fid, new Fid(newNumber, walked.entry, fid.user()));
        } else {
            session.add(call, new Fid(newNumber, walked.entry, fid.user()));
        }
    }

    private static byte[][] names(MessageReader in) throws FileException {
        int count = in.u16();
        if (count > Wire.MAX_NAMES) {
            throw new FileException(Errno.EINVAL, "walk of " + count + " names");
        }
        byte[][] names = new byte[count][];
        for (int i = 0; i < count; i++) {
            names[i] = Names.component(in.string());
        }
        return names;
    }

    /** How far a walk came: the path entry, and the number of names that were walked. */
    private record Walked(PathEntry entry, int names) {}

    /** Walks as far as the names lead, and fails when not even the first name does; the reply gets a qid for each name. */
    private Walked walk(Call call, PathEntry start, byte[][] names) throws FileException {
        PathEntry at = start;
        int walked = 0;
        try {
            while (walked < names.length) {
                PathEntry next = step(at, names[walked]);
                at.close();
                at = next;
                call.out().qid(session.identify(at));
                walked++;
            }
        } catch (FileException failed) {
            if (walked == 0) {
                at.close();
                throw failed;
            }
        }
        return new Walked(at, walked);
    }

    private PathEntry step(PathEntry at, byte[] name) throws FileException {
        if (Names.isDot(name)) {
            return at.retain();
        }
        if (Names.isDotDot(name)) {
            return at.folder().orElse(at).retain();
        }
        return at.child(session.export().files().lookup(at, name), name);
    }

    /** Removes the fid, also when the rest fails. */
    void clunk(Call call) throws FileException {
        Fid fid = session.remove(call, call.in().i32());
        if (fid.openedOrNull() instanceof Opened.XattrDraft draft) {
            call.beginEffect(0);
            session.export().rights().begin(fid.ids());
            draft.store(session.export().files(), fid.entry(), call.isReplay());
        }
        call.begin();
    }

    void statfs(Call call) throws FileException {
        Fid fid = session.fids().get(call.in().i32());
        FileSystemStat stat = session.export().statFileSystem(fid.entry());
        call.begin()
                .i32((int) stat.type())
                .i32((int) stat.blockSize())
                .i64(stat.blocks())
                .i64(stat.freeBlocks())
                .i64(stat.availableBlocks())
                .i64(stat.files())
                .i64(stat.freeFiles())
                .i64(stat.id())
                .i32((int) stat.maxNameLength());
    }
}
