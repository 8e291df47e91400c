// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.journal.Journal;
import org.xenbay.backend.ninepfs.wire.MessageType;
import org.xenbay.backend.ninepfs.wire.MessageWriter;
import org.xenbay.backend.ninepfs.wire.Wire;

/**
 * The session of a conversation, if there is one: a Tversion begins it, a live update hands it over, and a journal recovers it
 * after a kill. By any thread; the conversation ensures that no request is under way when the session changes.
 */
final class CurrentSession {

    private static final Logger LOG = System.getLogger(CurrentSession.class.getName());

    private final Export export;
    private final Limits limits;
    /** Notes the session for the process that takes over after a kill. Without a journal the session ends with this process. */
    private final @Nullable Journal journal;

    @GuardedBy("this")
    private @Nullable Session session;

    @GuardedBy("this")
    private boolean closed;

    CurrentSession(Export export, Limits limits, @Nullable Journal journal) {
        this.export = export;
        this.limits = limits;
        this.journal = journal;
    }

    /** @return the session, from an accepted Tversion on */
    synchronized Optional<Session> get() {
        return Optional.ofNullable(session);
    }

    /** @return most bytes in one message; before a session begins, the transport's limit */
    synchronized int msize() {
        return session == null ? limits.msize() : session.msize();
    }

    private synchronized Optional<Session> take() {
        Optional<Session> last = get();
        session = null;
        return last;
    }

    /** A session that begins when the client is gone ends at once. */
    private void put(Session fresh) {
        boolean late;
        synchronized (this) {
            late = closed;
            session = late ? null : fresh;
        }
        if (late) {
            fresh.close();
        }
    }

    /**
     * Ends the session, and begins the one that a Tversion asks for, if the server supports it. May block.
     *
     * @return the reply, which the caller ends
     */
    MessageWriter renew(Request version, MessageWriter scratch) {
        try {
            Optional<Session> last = take();
            if (journal != null) {
                journal.end();
            }
            last.ifPresent(Session::close);
            return begin(version, scratch);
        } catch (FileException refused) {
            return Dispatcher.error(scratch, version.tag(), Dialect.LINUX, refused);
        } catch (RuntimeException defect) {
            // The client must not wait for ever. It has no session, and may begin another one.
            LOG.log(Level.ERROR, "a defect in " + version, defect);
            return Dispatcher.error(
                    scratch, version.tag(), Dialect.LINUX, new FileException(Errno.EIO, version.toString()));
        }
    }

    private MessageWriter begin(Request request, MessageWriter scratch) throws FileException {
        long asked = request.body().u32();
        String version = request.body().text();
        int msize = (int) Math.min(asked, limits.msize());
        if (msize < Wire.MIN_MSIZE) {
            throw new FileException(Errno.EMSGSIZE, "messages of " + asked + " bytes");
        }
        Optional<Dialect> dialect = Dialect.of(version);
        MessageWriter reply = scratch.begin(MessageType.VERSION + 1, request.tag())
                .i32(msize)
                .string(dialect.map(Dialect::version).orElse(Dialect.UNKNOWN));
        dialect.ifPresent(known -> {
            Session fresh = new Session(export, known, msize, limits.fids(), journal);
            if (journal != null) {
                journal.beginSession(known.version(), msize);
            }
            put(fresh);
        });
        return reply;
    }

    /** @param writer gets the session for a successor */
    synchronized void park(ParkedWriter writer) throws IOException {
        closed = true;
        Session last = session;
        writer.out().writeBoolean(last != null);
        if (last != null) {
            last.park(writer);
            session = null;
        }
    }

    /** Continues a predecessor's session, if it had one. */
    synchronized void resume(ParkedReader reader) throws IOException {
        if (reader.in().readBoolean()) {
            session = InheritedSession.session(
                    export.budgets(), () -> Session.resume(export, limits.fids(), reader, journal));
        }
    }

    /** Continues the session of a process that was killed, if it had one. */
    synchronized void recover(Journal left, DescriptorStore descriptorStore) throws IOException {
        if (left.hasSession()) {
            session = InheritedSession.session(
                    export.budgets(), () -> Session.recover(export, limits.fids(), left, descriptorStore));
        }
    }

    /** The client has gone. May block. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        take().ifPresent(Session::close);
    }
}
