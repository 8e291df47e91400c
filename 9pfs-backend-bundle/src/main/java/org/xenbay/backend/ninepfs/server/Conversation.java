// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * The requests of one client: which requests are under way, which of them are flushed, and when a new session begins.
 * Requests may come from several threads, one for each ring.
 *
 * <p>A flush is answered after the request that it names. If that request has not begun, it is dropped. A Tversion waits for
 * the requests that are under way, because no request of the old session may take effect after the reply.
 */
public final class Conversation {

    private static final int MAX_REQUEST = Wire.MAX_SMALL;

    /** Number of requests that a guest at its limit of memory may still have under way, because one of them may free memory. */
    private static final int ALWAYS = 4;

    private final Export export;
    private final Lane lane;
    private final Limits limits;
    private final Statistics statistics;
    private final CurrentSession session;

    @GuardedBy("this")
    private final Map<Integer, PendingRequest> pending = new HashMap<>();

    @GuardedBy("this")
    private final List<Runnable> whenIdle = new ArrayList<>();

    /** Requests that were passed to the lane and have not ended, and flushes that wait for one. */
    @GuardedBy("this")
    private int running;

    @GuardedBy("this")
    private boolean renewing;

    @GuardedBy("this")
    private boolean closed;

    /**
     * @param export the folder that the client may use; closed by the caller
     * @param lane does the work
     * @param limits what the client may have
     * @param statistics counts requests
     */
    public Conversation(Export export, Lane lane, Limits limits, Statistics statistics) {
        this(export, lane, limits, statistics, null);
    }

    /**
     * @param export the folder that the client may use; closed by the caller
     * @param lane does the work
     * @param limits what the client may have
     * @param statistics counts requests
     * @param journal notes the session for the process that takes over after a kill; null to end the session with this process
     */
    public Conversation(Export export, Lane lane, Limits limits, Statistics statistics, @Nullable Journal journal) {
        this.export = export;
        this.lane = lane;
        this.limits = limits;
        this.statistics = statistics;
        this.session = new CurrentSession(export, limits, journal);
    }

    Statistics statistics() {
        return statistics;
    }

    /** @return whether another request may come now */
    public synchronized boolean hasRoom() {
        return running < ALWAYS
                || running < limits.requests() && export.budgets().hasRoom(MAX_REQUEST);
    }

    /** @return number of fids */
    public int fids() {
        return session.get().map(now -> now.fids().size()).orElse(0);
    }

    /** @return number of fids by which something is open */
    public int openFiles() {
        return session.get()
                .map(now -> (int) now.fids().all().stream().filter(Fid::isOpen).count())
                .orElse(0);
    }

    /** @return most bytes in one message; before a session begins, the transport's limit */
    public int msize() {
        return session.msize();
    }

    /** @return version of the protocol, once the client has agreed on one */
    public Optional<String> version() {
        return session.get().map(now -> now.dialect().version());
    }

    /**
     * Accepts a request.
     *
     * @param request a request, which this conversation ends
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

    @GuardedBy("this")
    private void accept(Request request) {
        Optional<Session> now = session.get();
        if (now.isPresent() && isFree(request.tag())) {
            PendingRequest fresh = new PendingRequest(
                    this, request, now.get(), export.budgets().carry(PendingRequest.cost(request)));
            pending.put(request.tag(), fresh);
            submit(fresh);
        } else {
            FileException why = new FileException(now.isEmpty() ? Errno.ESTALE : Errno.EPROTO, request.toString());
            Dialect dialect = now.map(Session::dialect).orElse(Dialect.LINUX);
            submit(scratch -> request.reply(
                    Dispatcher.error(scratch, request.tag(), dialect, why).end()));
        }
    }

    @GuardedBy("this")
    private boolean isFree(int tag) {
        PendingRequest last = pending.get(tag);
        return last == null || last.isReplying();
    }

    /** The task counts as running from now on. */
    @GuardedBy("this")
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
    }

    /** @return whether the request is to be carried out */
    synchronized boolean begin(PendingRequest request) {
        return request.begin() && !closed;
    }

    /** The request's reply is about to be sent. */
    synchronized void replying(PendingRequest request) {
        request.replying();
    }

    /** @return flushes that have waited for the end of the request */
    synchronized List<Request> ended(PendingRequest request) {
        pending.remove(request.tag(), request);
        return request.flushes();
    }

    @GuardedBy("this")
    private void flush(Request flush) {
        int oldTag;
        try {
            oldTag = flush.body().u16();
        } catch (FileException tooShort) {
            oldTag = Wire.NOTAG;
        }
        PendingRequest named = pending.get(oldTag);
        if (named == null) {
            submit(scratch -> answer(flush, scratch));
        } else {
            named.flush(flush);
            // A flush that waits counts for the limit of requests.
            running++;
        }
    }

    private static void answer(Request flush, MessageWriter scratch) {
        flush.reply(scratch.begin(MessageType.FLUSH + 1, flush.tag()).end());
    }

    /** Answers a flush: the request that it names has ended. */
    void flushed(Request flush, MessageWriter scratch) {
        try {
            answer(flush, scratch);
        } finally {
            finished();
        }
    }

    /** A new session begins when all requests of the old one have ended. */
    @GuardedBy("this")
    private void renew(Request version) {
        renewing = true;
        pending.values().forEach(PendingRequest::cancel);
        whenIdle(() -> {
            synchronized (this) {
                submit(scratch -> {
                    MessageWriter reply = session.renew(version, scratch);
                    renewed();
                    version.reply(reply.end());
                });
            }
        });
    }

    private synchronized void renewed() {
        renewing = false;
    }

    @GuardedBy("this")
    private void whenIdle(Runnable then) {
        if (running == 0) {
            then.run();
        } else {
            whenIdle.add(then);
        }
    }

    /** @return about how many bytes {@link #park} writes */
    public long parkedSize() {
        return session.get().map(Session::parkedSize).orElse(0L);
    }

    /** @return number of requests that have not been answered yet. From any thread */
    public synchronized int waiting() {
        return running;
    }

    /** @return whether no request is under way; more may arrive at any time */
    public synchronized boolean isIdle() {
        return running == 0 && !renewing;
    }

    /**
     * @param time usual limit of a request's duration
     * @return whether a request is under way that has taken longer
     */
    public synchronized boolean hasRequestSlowerThan(Duration time) {
        return pending.values().stream().anyMatch(each -> each.isUnderWayFor(time));
    }

    /**
     * Ends this conversation, and writes its session for a successor.
     *
     * @param writer receives the state
     * @throws IOException never
     */
    public synchronized void park(ParkedWriter writer) throws IOException {
        closed = true;
        lane.end();
        session.park(writer);
    }

    /**
     * Continues a predecessor's session.
     *
     * @param reader gives the predecessor's state
     * @throws IOException when the state is damaged
     */
    public void resume(ParkedReader reader) throws IOException {
        session.resume(reader);
    }

    /**
     * Continues the session of a process that was killed.
     *
     * @param left the journal of that process, which this conversation continues
     * @param descriptorStore returns the session's open files
     * @throws IOException when an open file is missing, or the journal is damaged
     */
    public void recover(Journal left, DescriptorStore descriptorStore) throws IOException {
        session.recover(left, descriptorStore);
    }

    /** The client is gone: requests that have not begun are dropped, and the fids are closed when the others have ended. */
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            pending.values().forEach(PendingRequest::cancel);
            whenIdle(() -> lane.submit(scratch -> {
                session.close();
                lane.end();
            }));
        }
    }
}
