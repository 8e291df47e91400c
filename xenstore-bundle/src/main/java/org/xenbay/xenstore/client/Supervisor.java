// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.xenstore.wire.Operation;

/**
 * The reader thread of a client: reads a connection until it ends, then makes another one. A connection counts as established
 * when all watches are set and the daemon has answered the first request after them: a daemon that accepts a connection and
 * ends at once does not count as connected.
 *
 * <p>After the first success only that place is tried. In a domain that runs its own xenstored, the kernel's device can be
 * opened while that daemon is away, and requests on it may wait for ever.
 */
final class Supervisor {

    /** A request that every daemon answers and that changes nothing. */
    static final Request GREETING = Request.of(Operation.GET_DOMAIN_PATH, 0, 0);

    private static final System.Logger LOG = System.getLogger(XenStoreClient.class.getName());
    private static final long JOIN_MILLIS = 5_000;

    private volatile XenStoreAddress address;
    private final ClientOptions options;
    private final Callbacks callbacks;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch firstEstablished = new CountDownLatch(1);
    private volatile @Nullable Thread reader;
    private volatile @Nullable Connection connection;
    private volatile boolean established;
    private boolean inBackground;
    private boolean lossReported;
    private Duration backOff;

    Supervisor(XenStoreAddress address, ClientOptions options, Callbacks callbacks) {
        this.address = address;
        this.options = options;
        this.callbacks = callbacks;
        this.backOff = options.firstBackOff();
    }

    /** Begins with a transport, or connects first when it is null. */
    void start(@Nullable Transport first) {
        inBackground = first == null;
        if (first != null) {
            connection = new Connection(address, first, options.replyTimeout());
        }
        reader = DaemonThreads.of("xenstore-client", this::run);
        reader.start();
    }

    boolean isReaderThread() {
        return Thread.currentThread() == reader;
    }

    /** The connection to use. */
    @Nullable
    Connection connection() {
        Connection current = connection;
        return current == null || current.ending() != null ? null : current;
    }

    boolean isEstablished() {
        return established;
    }

    /** After the answer to the greeting, waits until the reader thread has noted it. */
    void awaitEstablished() {
        boolean interrupted = false;
        while (true) {
            try {
                firstEstablished.await(options.replyTimeout().toNanos(), TimeUnit.NANOSECONDS);
                break;
            } catch (InterruptedException kept) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        closed.countDown();
        established = false;
        Connection last = connection;
        if (last != null) {
            last.end("the client was closed");
        }
        Thread running = reader;
        if (running != null && !isReaderThread()) {
            try {
                running.join(JOIN_MILLIS);
            } catch (InterruptedException kept) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (!isClosed()) {
            if (connection == null) {
                connect();
            }
            Connection current = connection;
            if (current != null) {
                serve(current);
                connection = null;
                if (!isClosed()) {
                    pause();
                }
            }
        }
    }

    private void connect() {
        while (!isClosed()) {
            try {
                Connection fresh = new Connection(address, Connector.connect(address), options.replyTimeout());
                connection = fresh;
                if (isClosed()) {
                    fresh.end("the client was closed");
                }
                return;
            } catch (IOException refused) {
                reportLoss(String.valueOf(refused.getMessage()));
                pause();
            }
        }
    }

    private void serve(Connection current) {
        callbacks.connected(current);
        current.post(GREETING, outcome -> {
            if (outcome instanceof Outcome.Answer) {
                established(current);
            }
        });
        current.readUntilTheEnd(callbacks::fired);
        boolean was = established;
        established = false;
        if (!isClosed()) {
            reportLoss("lost XenStore at " + address + ": " + current.ending());
            if (was) {
                callbacks.changed(false);
            }
        }
    }

    private void established(Connection current) {
        if (isClosed() || current.ending() != null) {
            return;
        }
        established = true;
        address = XenStoreAddress.of(current.place());
        backOff = options.firstBackOff();
        if (lossReported) {
            LOG.log(System.Logger.Level.INFO, "XenStore at {0} is there again", address);
        }
        lossReported = false;
        callbacks.changed(true);
        firstEstablished.countDown();
    }

    /**
     * Logs one line for each outage, regardless of the number of attempts. A first connect that a caller waits for fails with
     * an exception instead.
     */
    private void reportLoss(String what) {
        if (!lossReported && (inBackground || firstEstablished.getCount() == 0)) {
            lossReported = true;
            LOG.log(System.Logger.Level.WARNING, "{0}; trying again until it is there", what);
        }
    }

    private void pause() {
        Duration pause = backOff;
        backOff = pause.multipliedBy(2).compareTo(options.maxBackOff()) < 0
                ? pause.multipliedBy(2)
                : options.maxBackOff();
        try {
            closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ended) {
            // Only close() ends this thread; an interrupt just shortens the pause.
            LOG.log(System.Logger.Level.DEBUG, "interrupted between two attempts to connect");
        }
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** The client's listener, always called on the reader thread. */
    interface Callbacks {
        /** A connection is available; sets watches on it. */
        void connected(Connection connection);

        void fired(String token, String path);

        void changed(boolean connected);
    }
}
