// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.GuestIds;
import org.xenbay.backend.ninepfs.wire.MessageType;
import org.xenbay.backend.ninepfs.wire.MessageWriter;

/**
 * Carries out the requests of a session: a method for each type of message, with the rights of the user who sent it; and the
 * reply, also when a request fails. By any thread.
 */
final class Dispatcher {

    private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

    private final Session session;
    private final Export export;
    private final Dialect dialect;
    private final TreeOps tree;
    private final FileOps files;
    private final CreateOps creations;
    private final NameOps names;
    private final AttributeOps attributes;
    private final XattrOps xattrs;
    private final LockOps locks;
    private final UnixOps unix;

    Dispatcher(Session session) {
        this.session = session;
        this.export = session.export();
        this.dialect = session.dialect();
        this.tree = new TreeOps(session);
        this.files = new FileOps(session);
        this.creations = new CreateOps(session);
        this.names = new NameOps(session);
        this.attributes = new AttributeOps(session);
        this.xattrs = new XattrOps(session);
        this.locks = new LockOps(session);
        this.unix = new UnixOps(session, files, creations, names);
    }

    /**
     * Carries out a request and ends it.
     *
     * @return the error number that was replied; 0 for success
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
            // The client must not wait for ever, and other requests are still served.
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

    /**
     * Carries out a request with the rights of the user of the fid that the request begins with. No other code changes a
     * request's rights.
     */
    private void perform(Call call) throws FileException {
        try {
            if (export.rights().areUsers() && usesRights(call.request().type())) {
                Optional<Fid> fid =
                        call.in().next().stream().boxed().findFirst().flatMap(session.fids()::find);
                export.rights().begin(fid.map(Fid::ids).orElse(GuestIds.NONE));
            }
            dispatch(call);
        } finally {
            export.rights().end();
        }
    }

    /** Other requests use open files only, or find the user in another field. */
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
            throw new FileException(Errno.EROFS, "change of a read-only share");
        }
        switch (type) {
            case MessageType.AUTH ->
                throw new FileException(Errno.ENOENT, "authentication, which this server does not ask for");
            case MessageType.ATTACH -> tree.attach(call);
            case MessageType.WALK -> tree.walk(call);
            case MessageType.CLUNK -> tree.clunk(call);
            case MessageType.READ -> read(call);
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
        if (!call.isReplied() && call.out().length() > session.msize()) {
            throw new FileException(Errno.EMSGSIZE, "a reply longer than the client takes");
        }
    }

    private void read(Call call) throws FileException {
        if (dialect == Dialect.UNIX) {
            unix.read(call);
        } else {
            files.read(call);
        }
    }

    private void performLinux(Call call) throws FileException {
        switch (call.request().type()) {
            case MessageType.STATFS -> tree.statfs(call);
            case MessageType.LOPEN -> files.open(call);
            case MessageType.LCREATE -> creations.create(call);
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
}
