// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;

/**
 * A XenStore daemon in memory, with the semantics of xenstored (the C daemon of Xen 4.17).
 *
 * <p>Tests can make it fail as a daemon does: {@link #dropConnections} and {@link #stop}.
 */
public final class Store implements AutoCloseable {

    private static final int MAX_WAITING_EVENTS = 65_536;

    private final Engine engine;
    private final Dispatcher dispatcher = new Dispatcher(MAX_WAITING_EVENTS);
    private final Set<LocalXenStore> connections = ConcurrentHashMap.newKeySet();
    private final List<StoreServer> servers = new CopyOnWriteArrayList<>();

    @GuardedBy("this")
    private boolean stopped;

    @GuardedBy("this")
    private boolean closed;

    /** Makes an empty store, with the quotas of the C daemon. */
    public Store() {
        this(Quotas.DEFAULT);
    }

    /** @param quotas what a guest may use */
    public Store(Quotas quotas) {
        this.engine = new Engine(quotas);
    }

    /**
     * Connects a domain of this virtual machine; the domain need not be introduced. While the store is stopped, this returns a
     * connection that is not connected yet. Listeners run on the store's own thread and must not make requests.
     *
     * @param domain the domain whose rights and quotas apply; 0 may do everything
     * @return a connection, to be closed by the caller
     */
    public XenStore connect(int domain) {
        checkDomain(domain);
        LocalXenStore connection = new LocalXenStore(engine, domain, dispatcher, connections::remove);
        connections.add(connection);
        connection.connect();
        return connection;
    }

    /**
     * Introduces a domain and fires {@code @introduceDomain}; no effect on a domain that is introduced already.
     *
     * @param domain a domain id
     */
    public void introduce(int domain) {
        checkDomain(domain);
        engine.withDomains(domains -> {
            domains.introduce(domain);
            return null;
        });
    }

    /**
     * Releases a domain: its connections end permanently, and {@code @releaseDomain} fires. Its nodes stay until the toolstack
     * removes them. No effect on a domain that is not introduced.
     *
     * @param domain a domain id, not 0
     */
    public void release(int domain) {
        checkDomain(domain);
        if (isIntroduced(domain)) {
            try {
                release(engine, domain);
            } catch (Refusal refusal) {
                if (refusal.error() != StoreError.ENOENT) {
                    throw new XenStoreException(refusal.error(), "RELEASE " + domain, refusal);
                }
            }
        }
    }

    static void release(Engine engine, int domain) {
        engine.withDomains(domains -> domains.requireIntroducedGuest(domain));
        engine.drop(session -> session.domain().id() == domain, EventSink.Loss.RELEASED);
        engine.withDomains(domains -> {
            domains.release(domain);
            return null;
        });
    }

    /**
     * @param domain a domain id
     * @return whether it has been introduced and not released; domain 0 always is
     */
    public boolean isIntroduced(int domain) {
        return engine.withDomains(domains -> domains.isIntroduced(domain));
    }

    /**
     * Drops every connection at once, like a daemon that crashes and restarts: watches and transactions are lost. Connections
     * made with {@link #connect} reconnect automatically and set their watches again.
     */
    public void dropConnections() {
        engine.drop(session -> true, EventSink.Loss.DROPPED);
    }

    /** Stops until {@link #start}: connections are lost, new ones are refused, nodes stay. */
    public synchronized void stop() {
        if (stopped || closed) {
            return;
        }
        stopped = true;
        engine.running(false);
        servers.forEach(StoreServer::suspend);
    }

    /** Starts again after {@link #stop}: sockets listen again, connections made with {@link #connect} reconnect. */
    public synchronized void start() {
        if (!stopped || closed) {
            return;
        }
        stopped = false;
        engine.running(true);
        servers.forEach(StoreServer::resume);
        for (LocalXenStore connection : connections) {
            dispatcher.execute(connection::reconnect);
        }
    }

    /** @return the store's present contents in numbers */
    public StoreStatistics statistics() {
        return engine.statistics();
    }

    /** Permanently ends every connection and every {@link StoreServer}. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            closeServers();
        } finally {
            connections.forEach(LocalXenStore::close);
            engine.running(false);
            dispatcher.close();
        }
    }

    /** Logs a socket that cannot be removed, and closes the others. */
    private void closeServers() {
        UncheckedIOException first = null;
        for (StoreServer server : servers) {
            try {
                server.close();
            } catch (UncheckedIOException failed) {
                if (first == null) {
                    first = failed;
                } else {
                    first.addSuppressed(failed);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    Engine engine() {
        return engine;
    }

    void add(StoreServer server) {
        servers.add(server);
    }

    void remove(StoreServer server) {
        servers.remove(server);
    }

    private static void checkDomain(int domain) {
        if (domain < 0 || domain > 0xFFFF) {
            throw new IllegalArgumentException("not a domain id: " + domain);
        }
    }
}
