// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.LockRange;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.backend.ninepfs.wire.MessageReader;

/** Tlock and Tgetlock: real locks of byte ranges, also against other guests and programs of the host. */
final class LockOps {

    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int UNLOCK = 2;

    private static final int BLOCK = 1;
    private static final int RECLAIM = 2;

    private static final int SUCCESS = 0;
    private static final int BLOCKED = 1;

    private static final int MAX_CLIENT_ID = 1024;

    private final Session session;
    private final LockTable table;

    LockOps(Session session) {
        this.session = session;
        this.table = session.locks();
    }

    /**
     * Locks or unlocks. The server makes no request wait; a client that wants to wait for a lock repeats its request.
     *
     * <p>Linux's client says that it would wait when it ends a lock of flock(2), and not when it ends those of fcntl(2) of a
     * process that closes its copy of an open file (sys_flock and locks_remove_posix in linux/fs/locks.c). Therefore only an
     * unlock of flock(2) ends locks of another process.
     */
    void lock(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        int type = in.u8();
        int flags = in.i32();
        long start = in.i64();
        long length = in.i64();
        LockOwner owner = owner(fid, in);
        if ((flags & ~(BLOCK | RECLAIM)) != 0) {
            throw new FileException(Errno.EINVAL, "lock with flags " + flags);
        }
        int status = SUCCESS;
        Opened opened = fid.opened();
        if (type == UNLOCK) {
            table.unlock(owner, fid, start, length, (flags & BLOCK) != 0);
        } else if (opened instanceof Opened.File file) {
            boolean locked = table.tryLock(owner, fid, range(type, start, length), () -> open(fid, file));
            status = locked ? SUCCESS : BLOCKED;
        } else if (!(opened instanceof Opened.Directory)) {
            throw new FileException(Errno.EBADF, "lock by a fid that has no file open");
        }
        call.begin().u8(status);
    }

    /**
     * Opens the file for writing as well if possible: a process may lock for writing by one of its open files and for reading
     * by another.
     */
    private OpenFile open(Fid fid, Opened.File file) throws FileException {
        try {
            if (!session.export().isReadOnly()) {
                return session.export().files().open(fid.entry(), OpenFlags.READ_WRITE);
            }
        } catch (FileException refused) {
            if (refused.errno() == Errno.EMFILE || refused.errno() == Errno.ENFILE) {
                throw refused;
            }
        }
        return session.export().files().open(fid.entry(), file.flags() & OpenFlags.ACCESS_MODE);
    }

    void getlock(Call call) throws FileException {
        MessageReader in = call.in();
        Fid fid = session.fids().get(in.i32());
        int type = in.u8();
        long start = in.i64();
        long length = in.i64();
        int process = in.i32();
        byte[] client = clientId(in);
        LockOwner owner = owner(fid, process, client);
        Opened opened = fid.opened();
        Optional<LockRange> found = opened instanceof Opened.File file && type != UNLOCK
                ? table.conflict(owner, range(type, start, length), file.file())
                : Optional.empty();
        call.begin()
                .u8(found.map(lock -> lock.exclusive() ? WRITE : READ).orElse(UNLOCK))
                .i64(found.map(LockRange::start).orElse(start))
                .i64(found.map(LockRange::length).orElse(length))
                .i32(found.isPresent() ? 0 : process)
                .string(client);
    }

    private static LockRange range(int type, long start, long length) throws FileException {
        if (type != READ && type != WRITE) {
            throw new FileException(Errno.EINVAL, "lock of type " + type);
        }
        return new LockRange(start, length, type == WRITE);
    }

    private static LockOwner owner(Fid fid, MessageReader in) throws FileException {
        int process = in.i32();
        return owner(fid, process, clientId(in));
    }

    private static LockOwner owner(Fid fid, int process, byte[] client) {
        String name = new String(client, StandardCharsets.ISO_8859_1);
        return new LockOwner(fid.entry().id(), Integer.toUnsignedString(process), name);
    }

    private static byte[] clientId(MessageReader in) throws FileException {
        byte[] client = in.string();
        if (client.length > MAX_CLIENT_ID) {
            throw new FileException(Errno.EINVAL, "lock of a client with a name of " + client.length + " bytes");
        }
        return client;
    }
}
