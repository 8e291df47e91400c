// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.socket;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.PrintableText;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.web.access.Session;

/** A WebSocket of an open page. Its {@link #run} has a thread of its own; when that returns, the socket is closed. */
public abstract class PageSocket implements FrameHandler {

    /** Longest piece of input, and of output. */
    static final int MAX_FRAME = 32 * 1024;

    private static final System.Logger LOG = System.getLogger(PageSocket.class.getName());

    /** A browser that takes nothing for so long is given up. */
    private static final long SEND_TIMEOUT_SECONDS = 30;

    private static final int MAX_REASON = 100;

    /** A browser that does not answer the end of a socket is cut off then. */
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Session session;
    private final OpenSockets sockets;
    private final String thread;
    private final AtomicBoolean pinged = new AtomicBoolean();
    /** When it was closed here, by {@link System#nanoTime}; null while it is open. */
    private final AtomicReference<@Nullable Long> closedAt = new AtomicReference<>();

    private volatile @Nullable CoreSession core;

    /**
     * @param session of whoever opened the page
     * @param sockets all that are open
     * @param thread name of the socket's thread
     */
    PageSocket(Session session, OpenSockets sockets, String thread) {
        this.session = session;
        this.sockets = sockets;
        this.thread = thread;
    }

    /**
     * Does the work, on the socket's own thread.
     *
     * @throws Exception what ends the socket; the page is told the message of one that is meant for people
     */
    abstract void run() throws Exception;

    /**
     * The browser sends something.
     *
     * @param input valid during the call
     * @return whether more may come at once; otherwise {@link #demand} is called later
     */
    abstract boolean received(ByteBuffer input);

    /** The browser has gone, or may do nothing any more: {@link #run} returns soon. Called several times, perhaps. */
    abstract void ended();

    Session session() {
        return session;
    }

    @Override
    public final void onOpen(CoreSession opened, Callback callback) {
        core = opened;
        if (!sockets.add(this)) {
            callback.succeeded();
            close("there are too many open sockets, close another window");
            return;
        }
        callback.succeeded();
        DaemonThreads.start(thread, this::work);
        opened.demand();
    }

    private void work() {
        String reason = "ended";
        try {
            run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "{0} ends: {1}", thread, gone.getMessage());
        } catch (Exception failed) {
            reason = Reasons.of(failed);
            if (!Reasons.isForPeople(failed)) {
                LOG.log(Level.ERROR, thread + " failed", failed);
            }
        } finally {
            close(reason);
        }
    }

    @Override
    public final void onFrame(Frame frame, Callback callback) {
        if (frame.getOpCode() == OpCode.PING) {
            pong(frame, callback);
            return;
        }
        boolean more = true;
        if (frame.isDataFrame() && closedAt.get() == null) {
            ByteBuffer payload = frame.getPayload();
            more = received(payload == null ? ByteBuffer.allocate(0) : payload);
        }
        callback.succeeded();
        if (more && frame.getOpCode() != OpCode.CLOSE) {
            demand();
        }
    }

    /** Nothing more is read before the answer is sent: whoever pings and does not read waits. */
    private void pong(Frame ping, Callback callback) {
        CoreSession open = core;
        if (open == null) {
            callback.succeeded();
            return;
        }
        ByteBuffer payload = ByteBuffer.allocate(ping.getPayloadLength());
        if (ping.hasPayload()) {
            payload.put(ping.getPayload().slice());
        }
        callback.succeeded();
        open.sendFrame(
                new Frame(OpCode.PONG, payload.flip()), Callback.from(this::demand, failed -> open.abort()), false);
    }

    /** The browser may send more. */
    final void demand() {
        CoreSession open = core;
        if (open != null && !open.isClosed()) {
            open.demand();
        }
    }

    /** Sends a text, and waits until the browser's connection has taken it. */
    final void send(String text) throws IOException, InterruptedException {
        send(OpCode.TEXT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends bytes, and waits until the browser's connection has taken them. */
    final void send(ByteBuffer bytes) throws IOException, InterruptedException {
        send(OpCode.BINARY, bytes);
    }

    private void send(byte opCode, ByteBuffer payload) throws IOException, InterruptedException {
        CoreSession open = core;
        if (open == null || !open.isOutputOpen()) {
            throw new IOException("the browser has gone");
        }
        CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();
        open.sendFrame(
                new Frame(opCode, payload),
                Callback.from(() -> sent.complete(null), sent::completeExceptionally),
                false);
        try {
            sent.get(SEND_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IOException("the browser has gone", failed);
        } catch (TimeoutException slow) {
            open.abort();
            throw new IOException("the browser takes nothing", slow);
        }
    }

    /** Keeps the connection awake; gives up a browser that has not taken what was sent for that the last time. */
    final void ping() {
        CoreSession open = core;
        if (open == null || !open.isOutputOpen()) {
            return;
        }
        if (pinged.getAndSet(true)) {
            open.abort();
            return;
        }
        open.sendFrame(new Frame(OpCode.PING), Callback.from(() -> pinged.set(false), failed -> open.abort()), false);
    }

    /** Ends the socket, with a reason for people: what the browser sends from now on has no effect. */
    final void close(String reason) {
        if (!closedAt.compareAndSet(null, System.nanoTime())) {
            return; // the first reason counts
        }
        CoreSession open = core;
        if (open != null && open.isOutputOpen()) {
            String text = PrintableText.of(reason);
            open.close(CloseStatus.NORMAL, text.substring(0, Math.min(text.length(), MAX_REASON)), Callback.NOOP);
        }
        ended();
    }

    /** @return whether it was closed here */
    final boolean isClosing() {
        return closedAt.get() != null;
    }

    /** Cuts a browser off that has been told for some time that the socket ends. */
    final void cutIfOverdue() {
        CoreSession open = core;
        Long since = closedAt.get();
        if (open != null && since != null && System.nanoTime() - since > CLOSE_NANOS) {
            open.abort();
        }
    }

    @Override
    public final void onError(Throwable cause, Callback callback) {
        LOG.log(Level.DEBUG, "{0}: {1}", thread, cause);
        callback.succeeded();
    }

    @Override
    public final void onClosed(CloseStatus status, Callback callback) {
        sockets.remove(this);
        ended();
        callback.succeeded();
    }
}
