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
import org.xenbay.api.socket.AcceptLoop;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.vnc.keys.Keysyms;

/** Accepts a bounded number of viewers, at one address or several. */
final class RfbServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RfbServer.class.getName());
    private static final int MAX_VIEWERS = 8;

    private final Display desk;
    private volatile Keysyms keysyms;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Set<RfbViewer> viewers = ConcurrentHashMap.newKeySet();
    private final LongSupplier clock;
    private final ThreadFactory viewerThreads;

    /** Whether a viewer was refused since the last one was accepted. */
    private volatile boolean full;

    private record Listener(Object where, RfbAddress.Listening listening, Thread thread) {}

    RfbServer(Display desk, Keysyms keysyms) {
        this(desk, keysyms, System::nanoTime);
    }

    /** @param clock nanoseconds since any moment */
    RfbServer(Display desk, Keysyms keysyms, LongSupplier clock) {
        this(desk, keysyms, clock, DaemonThreads.named("xenbay-vnc-viewer"));
    }

    /**
     * @param clock nanoseconds since any moment
     * @param viewerThreads makes the thread of each viewer
     */
    RfbServer(Display desk, Keysyms keysyms, LongSupplier clock, ThreadFactory viewerThreads) {
        this.clock = clock;
        this.viewerThreads = viewerThreads;
        this.desk = desk;
        this.keysyms = keysyms;
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
            RfbViewer viewer =
                    new RfbViewer(channel, security, desk, keysyms, clock.getAsLong(), viewers::remove, viewerThreads);
            viewers.add(viewer);
            start(viewer);
            return;
        }
        if (!full) {
            full = true;
            LOG.log(Level.WARNING, "viewers at {0} are sent away: there are {1}", where, MAX_VIEWERS);
        }
        channel.close();
    }

    private void start(RfbViewer viewer) {
        boolean started = false;
        try {
            viewer.start();
            started = true;
        } finally {
            if (!started) {
                viewers.remove(viewer);
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
        for (Listener listener : listeners) {
            try {
                listener.thread.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        viewers.forEach(RfbViewer::close);
    }

    private static void end(Listener listener) {
        try {
            listener.listening.end().close();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "{0} does not close: {1}", listener.where, failed.getMessage());
        }
    }
}
