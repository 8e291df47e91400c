// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.socket;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/** Accepts connections on a blocking channel, one after the other, until the channel is closed. */
public final class AcceptLoop {

    private final Object where;
    private final ServerSocketChannel server;
    private final Client client;
    private final Consumer<String> log;

    /** Receives connections. */
    @ConsumerType
    @FunctionalInterface
    public interface Client {

        /**
         * @param channel a new connection, its own to close; closed when this fails, also with an error
         * @throws IOException when it cannot be served
         */
        void connected(SocketChannel channel) throws IOException;
    }

    /**
     * @param where the listener's address, in words for the log
     * @param server listening, blocking
     * @param client takes connections, on the thread that runs this
     * @param log takes a line for an administrator
     */
    public AcceptLoop(Object where, ServerSocketChannel server, Client client, Consumer<String> log) {
        this.where = where;
        this.server = server;
        this.client = client;
        this.log = log;
    }

    /** Accepts connections until the channel is closed; no failure ends it earlier. */
    public void run() {
        AcceptFailures failures = new AcceptFailures(log);
        while (server.isOpen()) {
            SocketChannel channel;
            try {
                channel = server.accept();
            } catch (IOException failed) {
                if (server.isOpen()) {
                    LockSupport.parkNanos(failures.pause(where, failed).toNanos());
                }
                continue;
            }
            failures.accepted();
            serve(channel);
        }
    }

    private void serve(SocketChannel channel) {
        try {
            client.connected(channel);
        } catch (IOException | RuntimeException | Error failed) {
            // An error too, such as of a host without a thread for this client, is no reason to serve no others.
            log.accept("a connection on " + where + " is cut off: " + failed);
            close(channel);
        }
    }

    private void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException failed) {
            log.accept("a connection on " + where + " did not close properly: " + failed.getMessage());
        }
    }
}
