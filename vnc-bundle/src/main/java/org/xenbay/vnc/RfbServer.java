// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.socket.AcceptLoop;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.vnc.keys.Keysyms;

/** Accepts a bounded number of viewers. */
final class RfbServer implements AutoCloseable {

    /** Gives viewers their screen, and takes their input. */
    interface Display {

        /** @return the current screen */
        StatusScreen screen();

        /** Takes a viewer's input; called on the threads of viewers. */
        void happened(List<InputEvent> frame);

        /** @return whether Caps Lock is on in the guest, as far as is known */
        boolean isCapsLocked();
    }

    private static final System.Logger LOG = System.getLogger(RfbServer.class.getName());
    private static final int MAX_VIEWERS = 8;

    private final RfbAddress address;
    private final Display desk;
    private volatile Keysyms keysyms;
    private final RfbAddress.Listening listening;
    private final Set<RfbViewer> viewers = ConcurrentHashMap.newKeySet();
    private final LongSupplier clock;
    private final Thread thread;

    /** Whether a viewer was refused since the last one was accepted. On the server's thread only. */
    private boolean full;

    RfbServer(RfbAddress address, Display desk, Keysyms keysyms) throws IOException {
        this(address, desk, keysyms, System::nanoTime);
    }

    /** @param clock nanoseconds since any moment */
    RfbServer(RfbAddress address, Display desk, Keysyms keysyms, LongSupplier clock) throws IOException {
        this.clock = clock;
        this.address = address;
        this.desk = desk;
        this.keysyms = keysyms;
        this.listening = address.listen();
        AcceptLoop loop =
                new AcceptLoop(address, listening.channel(), this::takeIn, line -> LOG.log(Level.WARNING, line));
        this.thread = DaemonThreads.of("xenbay-vnc", loop::run);
        thread.start();
    }

    /** Sets the layout of new viewers. */
    void setKeysyms(Keysyms now) {
        keysyms = now;
    }

    private void takeIn(SocketChannel channel) throws IOException {
        if (viewers.size() >= MAX_VIEWERS) {
            long now = clock.getAsLong();
            viewers.stream().filter(viewer -> viewer.isSilent(now)).forEach(this::sendAway);
        }
        if (viewers.size() < MAX_VIEWERS) {
            full = false;
            RfbViewer viewer = new RfbViewer(channel, desk, keysyms, clock.getAsLong(), viewers::remove);
            viewers.add(viewer);
            viewer.start();
            return;
        }
        if (!full) {
            full = true;
            LOG.log(Level.WARNING, "viewers at {0} are sent away: there are {1}", address, MAX_VIEWERS);
        }
        channel.close();
    }

    /** Closes a client that has been silent for long, as it could occupy a place without authenticating. */
    private void sendAway(RfbViewer silent) {
        viewers.remove(silent);
        silent.close();
    }

    void screenChanged() {
        viewers.forEach(RfbViewer::screenChanged);
    }

    @Override
    public void close() {
        try {
            listening.end().close();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "{0} does not close: {1}", address, failed.getMessage());
        }
        viewers.forEach(RfbViewer::close);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        viewers.forEach(RfbViewer::close);
    }
}
