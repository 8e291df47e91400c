// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.journal.Journal;
import org.xenbay.backend.ninepfs.wire.MessageType;
import org.xenbay.backend.ninepfs.wire.MessageWriter;
import org.xenbay.backend.ninepfs.wire.Wire;

/**
 * All that one client and the server say to one another: which requests are under way, what flushes them, and when a new
 * session begins. Requests may come from several threads, one for each ring.
 *
 * <p>A flush is answered after the request it names, which is not carried out any more if it has not begun. A Tversion
 * waits for what is under way, as nothing of the old session may happen after its reply.
 */
public final class Conversation {

    private static final int MAX_REQUEST = Wire.MAX_SMALL;

    /** So many requests are taken also when a guest is at its limit of memory: one of them may free some. */
    private static final int ALWAYS = 4;

    private final Export export;
    private final Lane lane;
    private final Limits limits;
    private final Statistics statistics;
    private final Runnable whenRoom;
    private final Map<Integer, Pending> pending = new HashMap<>();
    private final List<Runnable> whenIdle = new ArrayList<>();
    /** For the process that takes over after a kill; null when none does. */
    private volatile Journal journal;

    private Session session;
    /** Requests that were given to the lane and are not done. */
    private int running;

    private boolean renewing;
    private boolean closed;

    /**
     * @param export what the client may use; stays the caller's
     * @param lane does the work
     * @param limits what the client may have
     * @param statistics counts what is done
     * @param whenRoom run by any thread after a request was ended: another may come
     */
    public Conversation(Export export, Lane lane, Limits limits, Statistics statistics, Runnable whenRoom) {
        this.export = export;
        this.lane = lane;
        this.limits = limits;
        this.statistics = statistics;
        this.whenRoom = whenRoom;
    }

    /** @param notes for the process that takes over after a kill; before the first request */
    public void keep(Journal notes) {
        journal = notes;
    }

    /** @return whether another request may come now */
    public synchronized boolean hasRoom() {
        return running < ALWAYS
                || running < limits.requests() && export.budgets().hasRoom(MAX_REQUEST);
    }

    /** @return number of fids */
    public synchronized int fids() {
        return session == null ? 0 : session.fids().size();
    }

    /** @return number of fids by which something is open */
    public synchronized int openFiles() {
        return session == null
                ? 0
                : (int) session.fids().all().stream().filter(Fid::isOpen).count();
    }

    /** @return most bytes in one message; before a session begins, what the transport allows */
    public synchronized int msize() {
        return session == null ? limits.msize() : session.msize();
    }

    /** @return version of the protocol that was agreed on; empty before */
    public synchronized Optional<String> version() {
        return Optional.ofNullable(session).map(now -> now.dialect().version());
    }

    /**
     * A request came.
     *
     * @param request to be ended by this
     */
    public void received(Request request) {
        synchronized (this) {
            if (!closed && !renewing) {
                switch (request.type()) {
                    case MessageType.VERSION -> renew(request);
                    case MessageType.FLUSH -> flush(request);
                    default -> accept(request);
                }
                return;
            }
        }
        request.drop();
    }

    /**
     * A request came, in a thread that may carry it out itself.
     *
     * @param request to be ended by this
     * @param scratch the thread's own
     */
    public void serve(Request request, MessageWriter scratch) {
        lane.serve(() -> received(request), scratch);
    }

    /**
     * The calling thread is about to {@link #serve}: it gives up what the share does not need, for good.
     *
     * @throws Exception when it could not; it must not serve then
     */
    public void enter() throws Exception {
        lane.enter();
    }

    /** The transport was told that something has come: somebody is to look. Short, by any thread. */
    public void alert() {
        lane.alert();
    }

    private void accept(Request request) {
        if (session != null && isFree(request.tag())) {
            Pending fresh = new Pending(request, session, export.budgets().carry(Pending.cost(request)));
            pending.put(request.tag(), fresh);
            submit(scratch -> carryOut(fresh, scratch));
        } else {
            int errno = session == null ? Errno.ESTALE : Errno.EPROTO;
            Dialect dialect = session == null ? Dialect.LINUX : session.dialect();
            FileException why = new FileException(errno, request.toString());
            submit(scratch -> request.reply(
                    Session.error(scratch, request.tag(), dialect, why).end()));
        }
    }

    /** Under the lock, as what runs is counted from here on. */
    private void submit(Workers.Task task) {
        running++;
        lane.submit(scratch -> {
            try {
                task.run(scratch);
            } finally {
                finished();
            }
        });
    }

    private void finished() {
        List<Runnable> idle = List.of();
        synchronized (this) {
            running--;
            if (running == 0) {
                idle = List.copyOf(whenIdle);
                whenIdle.clear();
            }
        }
        idle.forEach(Runnable::run);
        whenRoom.run();
    }

    private void carryOut(Pending fresh, MessageWriter scratch) {
        boolean cancelled;
        synchronized (this) {
            cancelled = fresh.cancelled || closed;
            fresh.begun = true;
        }
        Request request = fresh.request;
        if (cancelled) {
            request.drop();
        } else {
            Call call = new Call(request, scratch, () -> replying(fresh));
            int errno = fresh.session.handle(call);
            statistics.done(request, call.moved(), errno);
        }
        List<Request> flushes;
        synchronized (this) {
            flushes = fresh.flushes;
            pending.remove(request.tag(), fresh);
        }
        fresh.holding.close();
        for (Request flush : flushes) {
            try {
                flushed(flush, scratch);
            } finally {
                finished();
            }
        }
    }

    private boolean isFree(int tag) {
        Pending last = pending.get(tag);
        return last == null || last.replying;
    }

    private synchronized void replying(Pending done) {
        done.replying = true;
    }

    private void flush(Request flush) {
        int oldTag;
        try {
            oldTag = flush.body().u16();
        } catch (FileException tooShort) {
            oldTag = Wire.NOTAG;
        }
        Pending named = pending.get(oldTag);
        if (named == null) {
            submit(scratch -> flushed(flush, scratch));
        } else {
            named.cancelled |= !named.begun;
            named.flushes.add(flush);
            // It waits as a request does, and is within the limit of requests.
            running++;
        }
    }

    private static void flushed(Request flush, MessageWriter scratch) {
        flush.reply(scratch.begin(MessageType.FLUSH + 1, flush.tag()).end());
    }

    /** A new session begins when all of the old one is done. */
    private void renew(Request request) {
        renewing = true;
        pending.values().forEach(each -> each.cancelled = true);
        whenIdle(() -> {
            synchronized (this) {
                submit(scratch -> begin(request, scratch));
            }
        });
    }

    private void begin(Request request, MessageWriter scratch) {
        Session last;
        synchronized (this) {
            last = session;
            session = null;
        }
        if (journal != null) {
            journal.end();
        }
        if (last != null) {
            last.close();
        }
        try {
            long asked = request.body().u32();
            String version = request.body().text();
            int msize = (int) Math.min(asked, limits.msize());
            if (msize < Wire.MIN_MSIZE) {
                throw new FileException(Errno.EMSGSIZE, "messages of " + asked + " bytes");
            }
            Optional<Dialect> dialect = Dialect.of(version);
            Session fresh = dialect.map(known -> new Session(export, known, msize, limits.fids(), journal))
                    .orElse(null);
            scratch.begin(MessageType.VERSION + 1, request.tag())
                    .i32(msize)
                    .string(dialect.map(Dialect::version).orElse(Dialect.UNKNOWN));
            if (journal != null && fresh != null) {
                journal.beginSession(fresh.dialect().version(), msize);
            }
            begun(fresh);
        } catch (FileException refused) {
            Session.error(scratch, request.tag(), Dialect.LINUX, refused);
            begun(null);
        }
        request.reply(scratch.end());
    }

    private void begun(Session fresh) {
        boolean late;
        synchronized (this) {
            late = closed;
            session = late ? null : fresh;
            renewing = false;
        }
        if (late && fresh != null) {
            fresh.close();
        }
    }

    private void whenIdle(Runnable then) {
        if (running == 0) {
            then.run();
        } else {
            whenIdle.add(then);
        }
    }

    /** @return about how many bytes {@link #park} writes */
    public synchronized long parkedSize() {
        return session == null ? 0 : session.parkedSize();
    }

    /** @return whether nothing is under way; more may come meanwhile */
    public synchronized boolean isIdle() {
        return running == 0 && !renewing;
    }

    /**
     * @param time how long a request takes as a rule, at most
     * @return whether one is under way that has taken longer
     */
    public synchronized boolean isHeldUp(Duration time) {
        return pending.values().stream().anyMatch(each -> each.isUnderWayFor(time));
    }

    /**
     * Puts the session into what a successor gets; this ends without it.
     *
     * @param writer takes it
     * @throws IOException never
     */
    public synchronized void park(ParkedWriter writer) throws IOException {
        closed = true;
        lane.end();
        writer.out().writeBoolean(session != null);
        if (session != null) {
            session.park(writer);
            session = null;
        }
    }

    /**
     * Goes on with a predecessor's session.
     *
     * @param reader gives it
     * @throws IOException when the state is damaged
     */
    public synchronized void resume(ParkedReader reader) throws IOException {
        if (reader.in().readBoolean()) {
            session =
                    CarriedOver.session(export.budgets(), () -> Session.resume(export, limits.fids(), reader, journal));
        }
    }

    /**
     * Goes on with the session of a process that was killed.
     *
     * @param descriptorStore has the session's open files
     * @throws IOException when one of them is not there any more, or the journal is damaged
     */
    public synchronized void recover(DescriptorStore descriptorStore) throws IOException {
        if (journal.hasSession()) {
            session = CarriedOver.session(
                    export.budgets(), () -> Session.recover(export, limits.fids(), journal, descriptorStore));
        }
    }

    /** The client is gone: what has not begun is not done any more, and its fids are closed when the rest is done. */
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            pending.values().forEach(each -> each.cancelled = true);
            whenIdle(() -> lane.submit(scratch -> end()));
        }
    }

    private void end() {
        Session last;
        synchronized (this) {
            last = session;
            session = null;
        }
        if (last != null) {
            last.close();
        }
        lane.end();
    }
}
