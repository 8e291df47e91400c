// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.OptionalInt;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.Owner;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.export.SetIdCheck;
import org.xenbay.backend.ninepfs.journal.Journal;
import org.xenbay.backend.ninepfs.wire.MessageType;
import org.xenbay.backend.ninepfs.wire.MessageWriter;
import org.xenbay.backend.ninepfs.wire.Qid;
import org.xenbay.backend.ninepfs.wire.Wire;

/**
 * What a client does between two Tversion: its fids, and one method for each message. Requests may be carried out by
 * several threads at once; a client that lets requests on the same fid overtake one another gets some order, not chaos.
 */
final class Session {

    private static final Logger LOG = System.getLogger(Session.class.getName());

    private final Export export;
    private final Dialect dialect;
    private final int msize;
    private final FidTable fids;
    private final Qids qids;
    private final SessionNotes notes;
    private final TreeOps tree;
    private final FileOps files;
    private final NameOps names;
    private final AttributeOps attributes;
    private final XattrOps xattrs;
    private final LockOps locks;
    private final UnixOps unix;

    /** @param journal for the process that takes over after a kill; null for none */
    Session(Export export, Dialect dialect, int msize, int mostFids, Journal journal) {
        this.export = export;
        this.dialect = dialect;
        this.msize = msize;
        this.fids = new FidTable(mostFids, export.budgets());
        this.notes = new SessionNotes(journal);
        this.qids = new Qids(notes::device);
        this.tree = new TreeOps(this);
        this.files = new FileOps(this);
        this.names = new NameOps(this);
        this.attributes = new AttributeOps(this);
        this.xattrs = new XattrOps(this);
        this.locks = new LockOps(this);
        this.unix = new UnixOps(this, files, names);
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

    /** Adds a fid, or closes it and fails. Other requests find it at once, but take it away only when it has been noted. */
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

    /** The fid goes elsewhere: another takes its number, or is closed if the first is not there any more. */
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

    /** @return a fid that is not there any more; it is closed, and its locks end, when the reply is sent */
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

    UnixOps unix() {
        return unix;
    }

    /** @return the qid of a path entry, which knows then which file it is */
    Qid identify(PathEntry entry) throws FileException {
        FileStat stat = export.files().stat(entry);
        entry.identified(stat);
        return qids.of(stat);
    }

    /**
     * Carries out a request and ends it.
     *
     * @return the error number that was replied, 0 for none
     */
    int handle(Call call) {
        try {
            return handleAndReply(call);
        } finally {
            call.endNotes();
        }
    }

    private int handleAndReply(Call call) {
        FileException failure;
        try {
            perform(call);
            if (!call.isReplied()) {
                call.send();
            }
            return 0;
        } catch (FileException failed) {
            failure = failed;
        } catch (RuntimeException defect) {
            // A defect of the server's: the client must not wait for ever, and others are served on.
            LOG.log(Level.ERROR, "a defect in " + call.request(), defect);
            failure = new FileException(Errno.EIO, call.request().toString());
        }
        if (!call.isReplied()) {
            error(call.out(), call.request().tag(), dialect, failure);
            call.send();
        }
        return failure.errno();
    }

    static MessageWriter error(MessageWriter out, int tag, Dialect dialect, FileException failed) {
        if (dialect == Dialect.UNIX) {
            return out.begin(MessageType.RERROR, tag)
                    .string(Errno.name(failed.errno()))
                    .i32(failed.errno());
        }
        return out.begin(MessageType.RLERROR, tag).i32(failed.errno());
    }

    /** Whose a new file is that a fid's user makes; and the request is carried out for that group as well. */
    Owner owner(Fid fid, OptionalInt group) throws FileException {
        export.rights().begin(fid.named(), group);
        export.rights().changePermissions();
        return export.owner(fid.named(), group);
    }

    /** To be called before a fid's user changes what a file contains: set-user-id bits may fall. */
    void beforeWrite(Fid fid, PathEntry entry, SetIdCheck check) throws FileException {
        OptionalInt user = fid.named();
        export.rights().write(user);
        if (!export.rights().keepsSetIdBits(user)) {
            export.files().dropSetIdBits(entry, check);
        }
    }

    void truncate(Fid fid, PathEntry entry, long size) throws FileException {
        beforeWrite(fid, entry, new SetIdCheck());
        export.files().truncate(entry, size);
    }

    /** The one place where a request gets, and gives back, the rights of the user of the fid that it begins with. */
    private void perform(Call call) throws FileException {
        try {
            if (export.rights().areUsers() && usesRights(call.request().type())) {
                Optional<Fid> fid =
                        call.in().next().stream().boxed().findFirst().flatMap(fids::find);
                export.rights().begin(fid.map(Fid::named).orElse(OptionalInt.empty()), OptionalInt.empty());
            }
            dispatch(call);
        } finally {
            export.rights().end();
        }
    }

    /** Others use what is open, or find out themselves who the user is. */
    private boolean usesRights(int type) {
        return switch (type) {
            case MessageType.AUTH,
                    MessageType.ATTACH,
                    MessageType.CLUNK,
                    MessageType.STATFS,
                    MessageType.GETATTR,
                    MessageType.READDIR,
                    MessageType.FSYNC,
                    MessageType.GETLOCK -> false;
            case MessageType.READ -> dialect == Dialect.UNIX;
            default -> true;
        };
    }

    private void dispatch(Call call) throws FileException {
        int type = call.request().type();
        if (call.request().refusal() != 0) {
            throw new FileException(call.request().refusal(), call.request().toString());
        }
        if (export.isReadOnly() && changes(type)) {
            throw new FileException(Errno.EROFS, "change of a share for reading only");
        }
        switch (type) {
            case MessageType.AUTH -> throw new FileException(Errno.ENOENT, "authentication, which nobody asks for");
            case MessageType.ATTACH -> tree.attach(call);
            case MessageType.WALK -> tree.walk(call);
            case MessageType.CLUNK -> tree.clunk(call);
            case MessageType.READ -> files.read(call);
            case MessageType.WRITE -> files.write(call);
            case MessageType.REMOVE -> names.remove(call);
            default -> {
                if (dialect == Dialect.LINUX) {
                    performLinux(call);
                } else {
                    performUnix(call);
                }
            }
        }
        if (!call.isReplied() && call.out().length() > msize) {
            throw new FileException(Errno.EMSGSIZE, "a reply longer than the client takes");
        }
    }

    private void performLinux(Call call) throws FileException {
        switch (call.request().type()) {
            case MessageType.STATFS -> tree.statfs(call);
            case MessageType.LOPEN -> files.open(call);
            case MessageType.LCREATE -> files.create(call);
            case MessageType.READDIR -> files.readdir(call);
            case MessageType.FSYNC -> files.fsync(call);
            case MessageType.SYMLINK -> names.symlink(call);
            case MessageType.MKNOD -> names.mknod(call);
            case MessageType.MKDIR -> names.mkdir(call);
            case MessageType.LINK -> names.link(call);
            case MessageType.RENAME -> names.rename(call);
            case MessageType.RENAMEAT -> names.renameat(call);
            case MessageType.UNLINKAT -> names.unlinkat(call);
            case MessageType.READLINK -> names.readlink(call);
            case MessageType.GETATTR -> attributes.getattr(call);
            case MessageType.SETATTR -> attributes.setattr(call);
            case MessageType.XATTRWALK -> xattrs.walk(call);
            case MessageType.XATTRCREATE -> xattrs.create(call);
            case MessageType.LOCK -> locks.lock(call);
            case MessageType.GETLOCK -> locks.getlock(call);
            default -> throw unsupported(call);
        }
    }

    private void performUnix(Call call) throws FileException {
        switch (call.request().type()) {
            case MessageType.OPEN -> unix.open(call);
            case MessageType.CREATE -> unix.create(call);
            case MessageType.STAT -> unix.stat(call);
            case MessageType.WSTAT -> unix.wstat(call);
            default -> throw unsupported(call);
        }
    }

    private static FileException unsupported(Call call) {
        return new FileException(Errno.EOPNOTSUPP, call.request().toString());
    }

    private static boolean changes(int type) {
        return switch (type) {
            case MessageType.LCREATE,
                    MessageType.SYMLINK,
                    MessageType.MKNOD,
                    MessageType.MKDIR,
                    MessageType.LINK,
                    MessageType.RENAME,
                    MessageType.RENAMEAT,
                    MessageType.UNLINKAT,
                    MessageType.SETATTR,
                    MessageType.XATTRCREATE,
                    MessageType.CREATE,
                    MessageType.WRITE,
                    MessageType.REMOVE,
                    MessageType.WSTAT -> true;
            default -> false;
        };
    }

    /** @return most bytes of data in one reply */
    int mostData(long asked) {
        return (int) Math.min(asked, msize - Wire.DATA);
    }

    /** @return a good size of one read or write: whole pages, as large as messages allow */
    int ioUnit() {
        int room = msize - Wire.IO_HEADER;
        return room - room % 4096;
    }

    /** @return about how many bytes {@link #park} would write */
    long parkedSize() {
        return ParkedSession.size(fids);
    }

    void park(ParkedWriter writer) throws IOException {
        writer.out().writeUTF(dialect.version());
        writer.out().writeInt(msize);
        qids.park(writer.out());
        ParkedSession.write(writer, fids, locks.table());
    }

    static Session resume(Export export, int mostFids, ParkedReader reader, Journal journal) throws IOException {
        Dialect dialect =
                Dialect.of(reader.in().readUTF()).orElseThrow(() -> new IOException("parked state is damaged"));
        Session session = new Session(export, dialect, reader.in().readInt(), mostFids, journal);
        if (journal != null) {
            journal.beginSession(dialect.version(), session.msize);
        }
        if (reader.version() > 1) {
            session.qids.resume(reader.in());
        }
        ParkedSession.read(reader, export, session.fids, session.locks.table());
        session.fids.all().forEach(session.notes::adopt);
        return session;
    }

    /** Goes on with the session of a process that was killed. */
    static Session recover(Export export, int mostFids, Journal journal, DescriptorStore store) throws IOException {
        Dialect dialect = Dialect.of(journal.dialect())
                .orElseThrow(() -> new IOException("the journal is damaged: its dialect is none"));
        Session session = new Session(export, dialect, journal.msize(), mostFids, journal);
        session.qids.restore(journal.devices());
        try {
            new SessionRecovery(journal, store, export, session.fids).recover(session.locks.table());
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
