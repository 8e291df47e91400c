// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.GuestIds;
import org.xenbay.backend.ninepfs.export.Owner;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.export.SetIdCheck;
import org.xenbay.backend.ninepfs.journal.Journal;
import org.xenbay.backend.ninepfs.wire.Qid;
import org.xenbay.backend.ninepfs.wire.Wire;

/**
 * A client's session from one Tversion to the next: its fids, its locks, and their notes for a process that takes over. Several
 * threads may use it at once. If a client sends concurrent requests for the same fid, they run in some order, each completely.
 */
final class Session {

    private final Export export;
    private final Dialect dialect;
    private final int msize;
    private final FidTable fids;
    private final Qids qids;
    private final SessionNotes notes;
    private final LockTable locks;
    private final Dispatcher dispatcher;

    /** @param journal notes the session for the process that takes over after a kill; null to end it with this process */
    Session(Export export, Dialect dialect, int msize, int mostFids, @Nullable Journal journal) {
        this.export = export;
        this.dialect = dialect;
        this.msize = msize;
        this.fids = new FidTable(mostFids, export.budgets());
        this.notes = journal == null ? SessionNotes.NONE : new JournalNotes(journal);
        this.qids = new Qids(notes::device);
        this.locks = new LockTable(notes::locks, export.budgets());
        this.dispatcher = new Dispatcher(this);
    }

    Export export() {
        return export;
    }

    Dialect dialect() {
        return dialect;
    }

    int msize() {
        return msize;
    }

    FidTable fids() {
        return fids;
    }

    SessionNotes notes() {
        return notes;
    }

    /**
     * Adds a fid, or closes it and fails. Other requests can use the fid at once, but can remove it only when it has been
     * noted.
     */
    void add(Call call, Fid fid) throws FileException {
        begin(call, fid);
        try {
            fids.add(fid);
        } catch (FileException refused) {
            notes.abandon(fid);
            throw refused;
        }
        call.fidCreated(fid);
    }

    private void begin(Call call, Fid fresh) throws FileException {
        notes.prepare(fresh);
        fresh.beginNote();
        call.notes(fresh);
    }

    /** Replaces a fid by another one of the same number, which is closed if the first one does not exist any more. */
    void replace(Call call, Fid last, Fid next) throws FileException {
        begin(call, next);
        try {
            fids.replace(last, next);
        } catch (FileException gone) {
            notes.abandon(next);
            throw gone;
        }
        last.end();
        Runnable beside = notes.beside(last);
        call.fidCreated(next);
        call.fidRemoved(last, () -> {
            beside.run();
            last.close();
        });
    }

    /** @return the fid, which has been removed; it is closed, and its locks end, when the reply is sent */
    Fid remove(Call call, int number) throws FileException {
        Fid fid = fids.remove(number);
        fid.end();
        Runnable beside = notes.beside(fid);
        call.fidRemoved(fid, () -> {
            beside.run();
            locks.clunked(fid);
            fid.close();
        });
        return fid;
    }

    /** Opens the fid, or closes what was opened and fails. */
    void opened(Call call, Fid fid, Opened what) throws FileException {
        try {
            fid.beginNote();
        } catch (FileException gone) {
            what.close();
            throw gone;
        }
        call.notes(fid);
        fid.open(what);
        notes.prepareOpen(fid);
        call.fidOpened(fid);
    }

    Qids qids() {
        return qids;
    }

    LockTable locks() {
        return locks;
    }

    /** @return carries out this session's requests */
    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** @return the qid of a path entry, whose file is identified by this call */
    Qid identify(PathEntry entry) throws FileException {
        FileStat stat = export.files().stat(entry);
        entry.identified(stat);
        return qids.of(stat);
    }

    /**
     * @param group the group that the request names, or {@link GuestIds#NOT_NAMED}
     * @return the owner of a new file of the fid's user; the rest of the request has the rights of the group, too
     */
    Owner owner(Fid fid, int group) throws FileException {
        GuestIds guest = GuestIds.sent(fid.user(), group);
        export.rights().begin(guest);
        export.rights().changePermissions();
        return export.owner(guest);
    }

    /** To be called before a fid's user changes a file's content: clears set-user-id bits where Linux does. */
    void beforeWrite(Fid fid, PathEntry entry, SetIdCheck check) throws FileException {
        GuestIds user = fid.ids();
        export.rights().write(user);
        if (!export.rights().keepsSetIdBits(user)) {
            export.files().dropSetIdBits(entry, check);
        }
    }

    void truncate(Fid fid, PathEntry entry, long size) throws FileException {
        beforeWrite(fid, entry, new SetIdCheck());
        export.files().truncate(entry, size);
    }

    /** @return most bytes of data in one reply */
    int mostData(long asked) {
        return (int) Math.min(asked, msize - Wire.DATA);
    }

    /** @return a suitable size of one read or write: whole pages, as large as messages allow */
    int ioUnit() {
        int room = msize - Wire.IO_HEADER;
        return room - room % 4096;
    }

    /** @return approximate number of bytes that {@link #park} would write */
    long parkedSize() {
        return ParkedSession.size(fids);
    }

    void park(ParkedWriter writer) throws IOException {
        writer.out().writeUTF(dialect.version());
        writer.out().writeInt(msize);
        qids.park(writer.out());
        ParkedSession.write(writer, fids, locks);
    }

    static Session resume(Export export, int mostFids, ParkedReader reader, @Nullable Journal journal)
            throws IOException {
        Dialect dialect =
                Dialect.of(reader.in().readUTF()).orElseThrow(() -> new IOException("parked state is damaged"));
        Session session = new Session(export, dialect, reader.in().readInt(), mostFids, journal);
        if (journal != null) {
            journal.beginSession(dialect.version(), session.msize);
        }
        if (reader.version() > 1) {
            session.qids.resume(reader.in());
        }
        ParkedSession.read(reader, export, session.fids, session.locks);
        session.fids.all().forEach(session.notes::adopt);
        return session;
    }

    /** Continues the session of a process that was killed. */
    static Session recover(Export export, int mostFids, Journal journal, DescriptorStore store) throws IOException {
        Dialect dialect = Dialect.of(journal.dialect())
                .orElseThrow(() -> new IOException("the journal is damaged: its dialect is unknown"));
        Session session = new Session(export, dialect, journal.msize(), mostFids, journal);
        session.qids.restore(journal.devices());
        try {
            new SessionRecovery(journal, store, export, session.fids).recover(session.locks);
            return session;
        } catch (IOException | RuntimeException failed) {
            session.close();
            throw failed;
        }
    }

    /** May block. */
    void close() {
        fids.close();
        locks.close();
    }
}
