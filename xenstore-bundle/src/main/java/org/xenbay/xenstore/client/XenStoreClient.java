// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.xenbay.api.store.ConnectionListener;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.StoreTransaction;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.WatchListener;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.xenstore.internal.TransactionLoop;
import org.xenbay.xenstore.wire.Operation;
import org.xenbay.xenstore.wire.Payload;

/**
 * XenStore over xenstored's UNIX socket or the kernel's device.
 *
 * <p>Requests of all threads share one connection and need not wait for each other. One thread reads answers and events, calls
 * the listeners, and reconnects when the daemon is gone, with growing pauses; then it sets all watches again. The daemon counts
 * as gone when the connection ends, when it breaks the protocol, and when it does not answer for {@link
 * ClientOptions#replyTimeout}.
 */
public final class XenStoreClient extends Requests implements XenStore {

    private static final int NO_TRANSACTION = 0;
    private static final String OWN_DOMAIN = "domid";

    private final XenStoreAddress address;
    private final Map<String, Registration> registrations = new ConcurrentHashMap<>();
    private final List<ConnectionListener> connectionListeners = new CopyOnWriteArrayList<>();
    private final AtomicLong lastToken = new AtomicLong();
    private final Supervisor supervisor;

    private XenStoreClient(XenStoreAddress address, ClientOptions options) {
        this.address = address;
        this.supervisor = new Supervisor(address, options, new Callbacks());
    }

    /**
     * Connects to a running daemon, and waits until it has answered.
     *
     * @param address the daemon's address
     * @return a connected client
     * @throws XenStoreException {@link StoreError#CONNECTION_LOST} when no place can be used; the message names each place and
     *     the reason: no such file, no program listens, permission denied
     */
    public static XenStoreClient connect(XenStoreAddress address) {
        return connect(address, ClientOptions.DEFAULT);
    }

    /**
     * Connects to a running daemon, and waits until it has answered.
     *
     * @param address the daemon's address
     * @param options the client's timeouts
     * @return a connected client
     * @throws XenStoreException {@link StoreError#CONNECTION_LOST} when no place can be used; the message names each place and
     *     the reason: no such file, no program listens, permission denied
     */
    public static XenStoreClient connect(XenStoreAddress address, ClientOptions options) {
        XenStoreClient client = new XenStoreClient(address, options);
        try {
            client.supervisor.start(Connector.connect(address));
        } catch (IOException refused) {
            throw new XenStoreException(StoreError.CONNECTION_LOST, String.valueOf(refused.getMessage()), refused);
        }
        boolean answered = false;
        try {
            answer(client.connection().call(Supervisor.GREETING));
            client.supervisor.awaitEstablished();
            answered = true;
            return client;
        } finally {
            if (!answered) {
                client.close();
            }
        }
    }

    /**
     * Starts a client that connects in the background, and keeps trying while there is no daemon.
     *
     * @param address the daemon's address
     * @param options the client's timeouts
     * @return a client, usually not connected yet
     */
    public static XenStoreClient connectInBackground(XenStoreAddress address, ClientOptions options) {
        XenStoreClient client = new XenStoreClient(address, options);
        client.supervisor.start(null);
        return client;
    }

    /** @return where this client finds the daemon */
    public XenStoreAddress address() {
        return address;
    }

    @Override
    public <T> T transact(Function<StoreTransaction, T> body) {
        return TransactionLoop.transact(() -> new ClientTransaction(connection()), body);
    }

    @Override
    public <T> T transactBriefly(Function<StoreTransaction, T> body) {
        return TransactionLoop.transactBriefly(() -> new ClientTransaction(connection()), body);
    }

    @Override
    public Watch watch(StorePath path, WatchListener listener) {
        return register(path.toString(), listener);
    }

    @Override
    public Watch watchSpecial(String name, WatchListener listener) {
        if (!name.startsWith("@")) {
            throw new IllegalArgumentException("not the name of a special watch: " + name);
        }
        return register(name, listener);
    }

    @Override
    public boolean isIntroduced(int domain) {
        Request request = Request.of(Operation.IS_DOMAIN_INTRODUCED, NO_TRANSACTION, domain);
        byte[] answer = answer(connection().call(request));
        return Payload.firstString(answer).filter("T"::equals).isPresent();
    }

    /**
     * Returns the domain of this connection. It reads the number that each domain has in its own part of the tree: paths
     * without a leading slash are relative to that part.
     *
     * @return the domain's id
     * @throws XenStoreException {@link StoreError#ENOENT} when the toolstack has not written it yet
     */
    public int ownDomain() {
        byte[] answer = answer(connection().call(Request.of(Operation.READ, NO_TRANSACTION, OWN_DOMAIN)));
        String text = new String(answer, StandardCharsets.US_ASCII);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException unknown) {
            throw new XenStoreException(StoreError.EIO, "READ " + OWN_DOMAIN + ": not a number: " + text, unknown);
        }
    }

    @Override
    public boolean isConnected() {
        return supervisor.isEstablished();
    }

    @Override
    public Watch onConnectionChange(ConnectionListener listener) {
        connectionListeners.add(listener);
        return () -> connectionListeners.remove(listener);
    }

    @Override
    public void close() {
        supervisor.close();
    }

    @Override
    Connection connection() {
        if (supervisor.isReaderThread()) {
            throw new IllegalStateException(
                    "a XenStore listener must not make requests: it runs on the thread that reads the answers");
        }
        Connection connection = supervisor.connection();
        if (connection == null) {
            throw new XenStoreException(StoreError.CONNECTION_LOST, "there is no connection to " + address);
        }
        return connection;
    }

    @Override
    int transaction() {
        return NO_TRANSACTION;
    }

    private Watch register(String path, WatchListener listener) {
        String token = "xb" + Long.toHexString(lastToken.incrementAndGet());
        Registration registration =
                new Registration(path, token, listener, closed -> registrations.remove(closed.token()));
        registrations.put(token, registration);
        boolean kept = false;
        try {
            Connection connection = connection();
            answer(connection.await(registration.set(connection)));
            kept = true;
        } catch (XenStoreException refused) {
            if (refused.error() != StoreError.CONNECTION_LOST || supervisor.isClosed()) {
                throw refused;
            }
            kept = true;
            registration.setLater();
            Optional.ofNullable(supervisor.connection()).ifPresent(registration::setAgain);
        } finally {
            if (!kept) {
                registrations.remove(token);
            }
        }
        return registration;
    }

    private final class Callbacks implements Supervisor.Callbacks {
        @Override
        public void connected(Connection connection) {
            registrations.values().forEach(registration -> registration.setAgain(connection));
        }

        @Override
        public void fired(String token, String path) {
            Registration registration = registrations.get(token);
            if (registration != null) {
                registration.fired(path);
            }
        }

        @Override
        public void changed(boolean connected) {
            for (ConnectionListener listener : connectionListeners) {
                try {
                    listener.connectionChanged(connected);
                } catch (RuntimeException thrown) {
                    System.getLogger(XenStoreClient.class.getName())
                            .log(System.Logger.Level.ERROR, "a connection listener failed", thrown);
                }
            }
        }
    }
}
