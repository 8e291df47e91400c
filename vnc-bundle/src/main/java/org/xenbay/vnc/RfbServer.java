// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.socket.AcceptLoop;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.vnc.keys.Keysyms;

/** Accepts a bounded number of viewers, at one address or several. */
final class RfbServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RfbServer.class.getName());
    static final int MAX_VIEWERS = 8;

    private volatile Keysyms keysyms;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Set<RfbViewer> viewers = ConcurrentHashMap.newKeySet();

    /** Those that were there when this server was stopped. */
    private final List<RfbViewer> leaving = new CopyOnWriteArrayList<>();

    private final LongSupplier clock;
    private final RfbViewer.Surroundings around;

    /** Whether a viewer was refused since the last one was accepted. */
    private volatile boolean full;

    private record Listener(Object where, RfbAddress.Listening listening, Thread thread) {}

    RfbServer(Display desk, Keysyms keysyms) {
        this(desk, keysyms, System::nanoTime);
    }

    /** @param clock nanoseconds since any moment */
    RfbServer(Display desk, Keysyms keysyms, LongSupplier clock) {
        this(desk, keysyms, clock, threads());
    }

    /**
     * @param clock nanoseconds since any moment
     * @param viewerThreads makes the thread of each viewer
     */
    RfbServer(Display desk, Keysyms keysyms, LongSupplier clock, ThreadFactory viewerThreads) {
        this(desk, keysyms, clock, viewerThreads, null);
    }

    /**
     * @param clock nanoseconds since any moment
     * @param viewerThreads makes the thread of each viewer
     * @param keep keeps viewers over this process's end; null when none are kept
     */
    RfbServer(
            Display desk, Keysyms keysyms, LongSupplier clock, ThreadFactory viewerThreads, @Nullable ScreenKeep keep) {
        this.clock = clock;
        this.keysyms = keysyms;
        this.around = new RfbViewer.Surroundings(desk, keep, viewers::remove, viewerThreads);
    }

    /** @return makes threads of viewers */
    static ThreadFactory threads() {
        return DaemonThreads.named("xenbay-vnc-viewer");
    }

    /**
     * Continues with a viewer of a predecessor. To be called before the first {@link #listen}.
     *
     * @throws IOException when the host has no thread for it
     */
    synchronized void resume(Connection connection, ViewerState state, ViewerJournal journal) throws IOException {
        try {
            begin(RfbViewer.resumed(connection, keysyms, around, state, journal));
        } catch (OutOfMemoryError none) {
            throw new IOException("the host has no thread for it", none);
        }
    }

    /**
     * Takes viewers at one more address.
     *
     * @param where the address in words
     * @param listening ends with this server
     * @param security who may look
     * @throws IOException when the host has no thread for it
     */
    void listen(Object where, RfbAddress.Listening listening, Security security) throws IOException {
        AcceptLoop loop = new AcceptLoop(
                where,
                listening.channel(),
                channel -> takeIn(where, channel, security),
                line -> LOG.log(Level.WARNING, line));
        Thread thread = DaemonThreads.of("xenbay-vnc", loop::run);
        Listener listener = new Listener(where, listening, thread);
        try {
            thread.start();
        } catch (OutOfMemoryError none) {
            end(listener);
            throw new IOException("the host has no thread for " + where, none);
        }
        listeners.add(listener);
    }

    /** Sets the layout of new viewers. */
    void setKeysyms(Keysyms now) {
        keysyms = now;
    }

    private synchronized void takeIn(Object where, SocketChannel channel, Security security) throws IOException {
        if (viewers.size() >= MAX_VIEWERS) {
            long now = clock.getAsLong();
            viewers.stream().filter(viewer -> viewer.isSilent(now)).forEach(this::sendAway);
        }
        if (viewers.size() >= MAX_VIEWERS && security == Security.OPEN) {
            // Nobody from elsewhere keeps out who administrates this host.
            viewers.stream().filter(RfbViewer::isStranger).findFirst().ifPresent(this::sendAway);
        }
        if (viewers.size() < MAX_VIEWERS) {
            full = false;
            begin(new RfbViewer(connection(channel), security, keysyms, clock.getAsLong(), around));
            return;
        }
        if (!full) {
            full = true;
            LOG.log(Level.WARNING, "viewers at {0} are sent away: there are {1}", where, MAX_VIEWERS);
        }
        channel.close();
    }

    private Connection connection(SocketChannel channel) throws IOException {
        ScreenKeep keep = around.keep();
        return keep == null ? new PlainConnection(channel) : keep.connection(channel);
    }

    private void begin(RfbViewer viewer) {
        viewers.add(viewer);
        boolean started = false;
        try {
            viewer.start();
            started = true;
        } finally {
            if (!started) {
                viewers.remove(viewer);
                viewer.close();
            }
        }
    }

    /** Closes a client that has been silent for long, as it could occupy a place without authenticating. */
    private void sendAway(RfbViewer silent) {
        viewers.remove(silent);
        silent.close();
    }

    /** @return how many viewers have a picture */
    int viewers() {
        return (int) viewers.stream().filter(RfbViewer::isGreeted).count();
    }

    @Override
    public void close() {
        listeners.forEach(RfbServer::end);
        viewers.forEach(RfbViewer::close);
        awaitListeners();
        viewers.forEach(RfbViewer::close);
    }

    private void awaitListeners() {
        for (Listener listener : listeners) {
            try {
                listener.thread.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Begins to leave viewers to a successor: nobody else comes, and nothing more is begun. {@link #leave} follows. */
    void stop() {
        listeners.forEach(RfbServer::end);
        awaitListeners();
        leaving.addAll(viewers);
        leaving.forEach(RfbViewer::stop);
    }

    /**
     * Ends; viewers that are kept stay connected, and a successor continues with them.
     *
     * @param until how long a viewer has for the rest of an update, in {@link System#nanoTime}
     */
    void leave(long until) {
        leaving.forEach(viewer -> viewer.leave(until));
    }

    private static void end(Listener listener) {
        try {
            listener.listening.end().close();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "{0} does not close: {1}", listener.where, failed.getMessage());
        }
    }
}
