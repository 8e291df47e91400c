// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.WatchListener;
import org.xenbay.xenstore.wire.Operation;
import org.xenbay.xenstore.wire.Payload;

/** One watch of a client, over all of its connections. */
final class Registration implements Watch {

    private static final System.Logger LOG = System.getLogger(Registration.class.getName());

    private final String path;
    private final String token;
    private final WatchListener listener;
    private final Consumer<Registration> whenClosed;

    @GuardedBy("this")
    private @Nullable Connection setOn;

    @GuardedBy("this")
    private boolean established;

    @GuardedBy("this")
    private boolean closed;

    private boolean hasFailed;

    Registration(String path, String token, WatchListener listener, Consumer<Registration> whenClosed) {
        this.path = path;
        this.token = token;
        this.listener = listener;
        this.whenClosed = whenClosed;
    }

    String token() {
        return token;
    }

    /** Requests the watch for the first time. It counts as one of the client's watches when the daemon has accepted it. */
    Pending set(Connection connection) {
        synchronized (this) {
            setOn = connection;
        }
        return connection.post(request(Operation.WATCH), outcome -> {
            if (outcome instanceof Outcome.Answer) {
                established();
            }
        });
    }

    /** Requests the watch on a new connection. */
    synchronized void setAgain(Connection connection) {
        if (!established || closed || setOn == connection) {
            return;
        }
        setOn = connection;
        connection.post(request(Operation.WATCH), outcome -> {
            if (outcome instanceof Outcome.Failure failure && connection.ending() == null) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "a watch could not be set again: {0}: {1}",
                        failure.text(),
                        failure.error());
            }
        });
    }

    /** Calls the listener, on the reader thread. */
    void fired(String changed) {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        try {
            listener.changed(changed);
        } catch (RuntimeException | Error thrown) {
            System.Logger.Level level = hasFailed ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR;
            hasFailed = true;
            LOG.log(level, "the listener of the watch on " + path + " failed; it will be called again", thrown);
        }
    }

    @Override
    public void close() {
        @Nullable Connection connection;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            connection = setOn;
        }
        whenClosed.accept(this);
        if (connection == null) {
            return;
        }
        connection.post(request(Operation.UNWATCH), outcome -> {
            if (outcome instanceof Outcome.Failure failure) {
                LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", failure.text(), failure.error());
            }
        });
    }

    /** The daemon is not connected: the watch is set on the next connection. */
    synchronized void setLater() {
        established = true;
        setOn = null;
    }

    private synchronized void established() {
        established = true;
    }

    private Request request(Operation operation) {
        return new Request(operation, 0, Payload.ofStrings(path, token), path);
    }
}
