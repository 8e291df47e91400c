// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.nio.ByteBuffer;
import org.xenbay.api.file.DirectoryEntry;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.OpenDirectory;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.backend.ninepfs.export.Cost;
import org.xenbay.backend.ninepfs.export.FileId;
import org.xenbay.backend.ninepfs.export.Holding;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.export.SetIdCheck;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.MessageWriter;
import org.xenbay.backend.ninepfs.wire.Qid;
import org.xenbay.backend.ninepfs.wire.Wire;

/** Messages that open files and folders, and messages that use open ones. */
final class FileOps {

    private static final int DT_DIR = 4;
    private static final int DT_LNK = 10;
    /** Bytes of an entry of a folder without its name. */
    private static final int ENTRY = Wire.QID + 8 + 1 + 2;

    private final Session session;

    FileOps(Session session) {
        this.session = session;
    }

    void open(Call call) throws FileException {
        MessageReader in = call.in();
        open(call, session.fids().get(in.i32()), in.i32());
    }

    void open(Call call, Fid fid, int flags) throws FileException {
        fid.checkNotOpen();
        PathEntry pathEntry = fid.entry();
        FileStat stat = session.export().files().stat(pathEntry);
        if (stat.isDirectory()) {
            if ((flags & OpenFlags.ACCESS_MODE) != OpenFlags.READ_ONLY) {
                throw new FileException(Errno.EISDIR, "open of a folder to write");
            }
            session.opened(call, fid, openDirectory(pathEntry));
        } else {
            checkChange(flags);
            if ((flags & OpenFlags.TRUNCATE) != 0) {
                session.beforeWrite(fid, pathEntry, new SetIdCheck());
            }
            Opened.File file = openFile(pathEntry, flags);
            if ((flags & OpenFlags.TRUNCATE) != 0) {
                stat = statOrClose(pathEntry, file);
            }
            session.opened(call, fid, file);
        }
        call.begin().qid(session.qids().of(stat)).i32(session.ioUnit());
    }

    private Opened.File openFile(PathEntry pathEntry, int flags) throws FileException {
        Holding holding = pathEntry.open(1, Cost.FILE);
        try {
            return new Opened.File(session.export().files().open(pathEntry, flags), flags, holding);
        } catch (FileException failed) {
            holding.close();
            throw failed;
        }
    }

    Opened openDirectory(PathEntry pathEntry) throws FileException {
        Holding holding = pathEntry.open(1, Cost.DIRECTORY);
        try {
            return new Opened.Directory(pathEntry.node().openDirectory(), holding);
        } catch (FileException failed) {
            holding.close();
            throw failed;
        }
    }

    private FileStat statOrClose(PathEntry pathEntry, Opened.File file) throws FileException {
        try {
            return session.export().files().stat(pathEntry);
        } catch (FileException failed) {
            file.close();
            throw failed;
        }
    }

    private void checkChange(int flags) throws FileException {
        boolean changes = (flags & OpenFlags.ACCESS_MODE) != OpenFlags.READ_ONLY
                || (flags & (OpenFlags.TRUNCATE | OpenFlags.APPEND)) != 0;
        if (changes && session.export().isReadOnly()) {
            throw new FileException(Errno.EROFS, "open of a file to write in a read-only share");
        }
    }

    void read(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        long position = in.i64();
        int count = session.mostData(in.u32());
        read(call, fid.opened(), position, count);
    }

    void read(Call call, Opened opened, long position, int count) throws FileException {
        if (opened instanceof Opened.File file) {
            if (position < 0) {
                throw new FileException(Errno.EINVAL, "read at a negative position");
            }
            call.sendData(count, new FilePart(file.file(), position));
        } else if (opened instanceof Opened.XattrValue attribute) {
            byte[] value = attribute.value();
            int start = (int) Math.min(Math.max(position, 0), value.length);
            int length = Math.min(count, value.length - start);
            call.begin().i32(length).bytes(value, start, length);
        } else {
            throw new FileException(Errno.EISDIR, "read of a folder");
        }
    }

    void write(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        long position = in.i64();
        long count = in.u32();
        if (count > session.msize()) {
            throw new FileException(Errno.EINVAL, "write of more bytes than the message has");
        }
        int written;
        Opened opened = fid.opened();
        if (opened instanceof Opened.File file) {
            if (position < 0) {
                throw new FileException(Errno.EINVAL, "write at a negative position");
            }
            if (count > 0) {
                session.beforeWrite(fid, fid.entry(), file.setId());
            }
            written = (file.flags() & OpenFlags.APPEND) == 0
                    ? write(call, file.file(), position, (int) count)
                    : Appending.write(call, file.file(), position, (int) count);
        } else if (opened instanceof Opened.XattrDraft draft) {
            written = call.request().payload((int) count, (skip, source) -> draft.write(position + skip, source));
            session.notes().grew(fid, draft);
        } else {
            throw new FileException(Errno.EBADF, "write by a fid that has no file open");
        }
        call.moved(written);
        call.begin().i32(written);
    }

    static int write(Call call, OpenFile file, long position, int count) throws FileException {
        return call.request().payload(count, (skip, source) -> file.write(position + skip, source));
    }

    void readdir(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        long cookie = in.i64();
        int count = session.mostData(in.u32());
        OpenDirectory directory = fid.opened(Opened.Directory.class).directory();
        MessageWriter out = call.begin().i32(0);
        int most = Math.min(out.length() + count, out.length() + out.room());
        PathEntry folder = fid.entry();
        boolean[] tooSmall = new boolean[1];
        directory.read(cookie, entry -> {
            if (session.export().files().hides(entry.name())) {
                return true;
            }
            if (out.length() + ENTRY + entry.name().length > most) {
                tooSmall[0] = out.length() == Wire.DATA;
                return false;
            }
            put(out, folder, entry);
            return true;
        });
        if (tooSmall[0]) {
            throw new FileException(Errno.EINVAL, "read of a folder with room for no entry");
        }
        out.set32(Wire.HEADER, out.length() - Wire.DATA);
        call.moved(out.length() - Wire.DATA);
    }

    /** The root's {@code ..} is the root: a client learns nothing of the folders above. */
    private void put(MessageWriter out, PathEntry folder, DirectoryEntry entry) {
        boolean up = Names.isDotDot(entry.name());
        long inode = up ? folder.folder().orElse(folder).id().inode() : entry.inode();
        int type = session.export().files().knowsEntryTypes() || up || Names.isDot(entry.name()) ? entry.type() : 0;
        int kind = type == DT_DIR ? Qid.DIRECTORY : type == DT_LNK ? Qid.SYMLINK : Qid.FILE;
        FileId file = new FileId(folder.id().device(), inode);
        out.qid(new Qid(kind, 0, session.qids().path(file)))
                .i64(entry.cookie())
                .u8(type)
                .string(entry.name());
    }

    /** Does nothing for a fid that is not open, which has written nothing. */
    void fsync(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        boolean dataOnly = in.remaining() >= 4 && in.i32() != 0;
        Opened opened = fid.opened();
        if (opened instanceof Opened.File file) {
            file.file().sync(dataOnly);
        } else if (opened instanceof Opened.Directory directory) {
            directory.directory().sync();
        } else {
            throw new FileException(Errno.EINVAL, "sync of a fid that has neither a file nor a folder open");
        }
        call.begin();
    }

    /** A file from a position on. */
    private record FilePart(OpenFile file, long position) implements DataSource {

        @Override
        public int readNow(int skip, ByteBuffer target) throws FileException {
            return file.readCached(position + skip, target);
        }

        @Override
        public int read(int skip, ByteBuffer target) throws FileException {
            return file.read(position + skip, target);
        }
    }
}
