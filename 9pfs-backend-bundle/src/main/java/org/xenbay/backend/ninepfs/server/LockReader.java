// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.xenbay.api.file.OpenFile;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.FileId;

/** Reads the locks of a predecessor, which has handed them over or noted them in the journal. */
final class LockReader {

    private final DataInputStream in;
    private final Export export;
    private final FileReader files;
    private final FidReader fids;

    /**
     * The locks of one owner in one file.
     *
     * @param owner of the locks, if a fid still uses the file
     * @param file the open file that has the locks, counted for the share's quota if a fid uses it
     * @param users fids by which the owner has used the file
     */
    record Locked(Optional<LockOwner> owner, OpenFile file, Ranges ranges, Set<Fid> users) {}

    /** Takes an open file by its token. */
    @FunctionalInterface
    interface FileTaker {
        OpenFile take(String token) throws IOException;
    }

    @FunctionalInterface
    private interface FileReader {
        OpenFile next() throws IOException;
    }

    @FunctionalInterface
    private interface FidReader {
        Optional<Fid> next() throws IOException;
    }

    private LockReader(DataInputStream in, Export export, FileReader files, FidReader fids) {
        this.in = in;
        this.export = export;
        this.files = files;
        this.fids = fids;
    }

    /** @return reads what {@link LockTable#note} has written */
    static LockReader ofJournal(DataInputStream in, FileTaker taker, FidTable table, Export export) {
        return new LockReader(in, export, () -> taker.take(in.readUTF()), () -> sameFid(in, table));
    }

    /** @return reads what {@link LockTable#park} has written */
    static LockReader ofParked(ParkedReader reader, FidTable table, Export export) {
        DataInputStream in = reader.in();
        return new LockReader(in, export, () -> reader.resource(OpenFile.class), () -> table.find(in.readInt()));
    }

    /** The number may belong to another fid by now, if the process was killed before the lock was released. */
    private static Optional<Fid> sameFid(DataInputStream in, FidTable table) throws IOException {
        Optional<Fid> fid = table.find(in.readInt());
        long note = in.readLong();
        return fid.filter(one -> one.note() == note);
    }

    /** @return the number of locks that {@link #next} returns */
    int count() throws IOException {
        return in.readInt();
    }

    /** @return the next owner's locks; the file is closed when that fails */
    Locked next() throws IOException {
        String owner = in.readUTF();
        OpenFile open = files.next();
        try {
            return locked(owner, open);
        } catch (IOException | RuntimeException failed) {
            open.close();
            throw failed;
        }
    }

    private Locked locked(String owner, OpenFile open) throws IOException {
        Ranges ranges = new Ranges();
        ranges.resume(in);
        Set<Fid> users = new HashSet<>();
        FileId file = null;
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            Optional<Fid> fid = fids.next();
            if (fid.isPresent()) {
                Identity.check(open.stat(), fid.get().entry());
                users.add(fid.get());
                file = fid.get().entry().id();
            }
        }
        if (file == null) {
            return new Locked(Optional.empty(), open, ranges, users);
        }
        Optional<LockOwner> known = Optional.of(LockOwner.of(file, owner));
        return new Locked(known, export.counted(open, file, 0), ranges, users);
    }
}
