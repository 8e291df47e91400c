// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.store.ConnectionListener;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.StoreTransaction;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.WatchListener;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.xenstore.internal.TransactionLoop;

/**
 * A domain's connection within this virtual machine: direct calls of the engine, events from the store's dispatcher.
 * Its monitor orders watch requests and reconnections; the engine's lock is taken inside it, never around it.
 */
final class LocalXenStore extends LocalAccess implements XenStore {

    private static final System.Logger LOG = System.getLogger(LocalXenStore.class.getName());

    private final int domain;
    private final Dispatcher dispatcher;
    private final Consumer<LocalXenStore> whenClosed;
    private final Dispatcher.Backlog backlog = new Dispatcher.Backlog();
    private final AtomicLong lastToken = new AtomicLong();
    private final Map<String, LocalWatch> watches = new ConcurrentHashMap<>();
    private final List<ConnectionListener> connectionListeners = new CopyOnWriteArrayList<>();
    private final EventSink sink = new Sink();
    private volatile @Nullable Session session;
    private volatile boolean ended;
    /** The state that was reported to connection listeners; after the first connect only used on the dispatcher's thread. */
    private volatile boolean announced;

    LocalXenStore(Engine engine, int domain, Dispatcher dispatcher, Consumer<LocalXenStore> whenClosed) {
        super(engine);
        this.domain = domain;
        this.dispatcher = dispatcher;
        this.whenClosed = whenClosed;
    }

    Dispatcher.Backlog backlog() {
        return backlog;
    }

    @Override
    Session session() {
        if (dispatcher.isCurrentThread()) {
            throw new IllegalStateException("a XenStore listener must not make requests: on a connection to xenstored"
                    + " it runs on the thread that reads the answers");
        }
        if (!isConnected()) {
            throw new Refusal(StoreError.CONNECTION_LOST);
        }
        return Objects.requireNonNull(session, "a connected store has a session");
    }

    @Override
    int transaction() {
        return 0;
    }

    @Override
    public <T> T transact(Function<StoreTransaction, T> body) {
        return TransactionLoop.transact(this::begin, body);
    }

    @Override
    public <T> T transactBriefly(Function<StoreTransaction, T> body) {
        return TransactionLoop.transactBriefly(this::begin, body);
    }

    private LocalTransaction begin() {
        return new LocalTransaction(engine(), call("TRANSACTION_START", "", this::session));
    }

    @Override
    public Watch watch(StorePath path, WatchListener listener) {
        return add(path.toString(), listener);
    }

    @Override
    public Watch watchSpecial(String name, WatchListener listener) {
        if (!name.startsWith("@")) {
            throw new IllegalArgumentException("not the name of a special watch: " + name);
        }
        return add(name, listener);
    }

    @Override
    public boolean isIntroduced(int wanted) {
        return call("IS_DOMAIN_INTRODUCED", wanted, () -> {
            if (!session().domain().isPrivileged()) {
                throw new Refusal(StoreError.EACCES);
            }
            return engine().withDomains(domains -> domains.isIntroduced(wanted));
        });
    }

    @Override
    public boolean isConnected() {
        Session current = session;
        return current != null && current.isOpen();
    }

    @Override
    public Watch onConnectionChange(ConnectionListener listener) {
        connectionListeners.add(listener);
        return () -> connectionListeners.remove(listener);
    }

    @Override
    public void close() {
        synchronized (this) {
            ended = true;
            watches.clear();
            connectionListeners.clear();
            if (session != null) {
                engine().close(session);
            }
        }
        whenClosed.accept(this);
    }

    /** Connects for the first time; while the daemon is down, {@link #reconnect} does it later. */
    void connect() {
        announced = open();
    }

    /** Reconnects after a loss, and notifies the listeners. */
    void reconnect() {
        if (open()) {
            tell(true);
        }
    }

    /** Opens a session, unless there is one, and sets all watches again; false when the daemon is down. */
    private synchronized boolean open() {
        if (ended || isConnected()) {
            return isConnected();
        }
        try {
            Session fresh = engine().open(domain, sink);
            session = fresh;
            for (LocalWatch watch : watches.values()) {
                watch.set(fresh);
            }
            return true;
        } catch (Refusal refusal) {
            if (refusal.error() != StoreError.CONNECTION_LOST) {
                throw new XenStoreException(refusal.error(), "connecting domain " + domain + " again", refusal);
            }
            return false;
        }
    }

    /** Calls the listener of a watch that fired, unless the watch has been closed or belongs to a lost session. */
    void deliver(WatchEntry fired, String path) {
        LocalWatch watch = watches.get(fired.token());
        if (watch != null && fired.session().isOpen()) {
            watch.fire(path);
        }
    }

    /** Fires every watch once, in place of events that exceeded the queue. */
    void fireAll() {
        for (LocalWatch watch : watches.values()) {
            watch.fire(watch.path);
        }
    }

    private synchronized Watch add(String path, WatchListener listener) {
        LocalWatch watch = new LocalWatch(path, Long.toHexString(lastToken.incrementAndGet()), listener);
        watches.put(watch.token, watch);
        boolean kept = false;
        try {
            call("WATCH", path, () -> {
                watch.set(session());
                return null;
            });
            kept = true;
        } catch (XenStoreException refused) {
            if (ended || refused.error() != StoreError.CONNECTION_LOST) {
                throw refused;
            }
            kept = true;
            LOG.log(System.Logger.Level.DEBUG, "the watch on {0} is set when the daemon is back", path);
        } finally {
            if (!kept) {
                watches.remove(watch.token);
            }
        }
        return watch;
    }

    private void tell(boolean connected) {
        if (announced == connected) {
            return;
        }
        announced = connected;
        for (ConnectionListener listener : connectionListeners) {
            listener.connectionChanged(connected);
        }
    }

    private final class Sink implements EventSink {
        @Override
        public void fired(WatchEntry watch, String path) {
            dispatcher.fired(LocalXenStore.this, watch, path);
        }

        @Override
        public void lost(Loss why) {
            if (why == Loss.RELEASED) {
                ended = true;
            }
            dispatcher.execute(() -> tell(false));
            dispatcher.execute(LocalXenStore.this::reconnect);
        }
    }

    private final class LocalWatch implements Watch {
        private final String path;
        private final String token;
        private final WatchListener listener;
        private boolean hasFailed;

        LocalWatch(String path, String token, WatchListener listener) {
            this.path = path;
            this.token = token;
            this.listener = listener;
        }

        void set(Session where) {
            engine().watch(where, new WatchEntry(where, path, token, 0), () -> {});
        }

        void fire(String changed) {
            try {
                listener.changed(changed);
            } catch (RuntimeException | Error thrown) {
                System.Logger.Level level = hasFailed ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR;
                hasFailed = true;
                LOG.log(level, "the listener of the watch on " + path + " failed; it will be called again", thrown);
            }
        }

        private void unset(Session where) {
            try {
                engine().unwatch(where, new WatchEntry.Key(path, token));
            } catch (Refusal refusal) {
                if (refusal.error() != StoreError.CONNECTION_LOST) {
                    throw new XenStoreException(refusal.error(), "UNWATCH " + path, refusal);
                }
            }
        }

        @Override
        public void close() {
            synchronized (LocalXenStore.this) {
                Session current = session;
                if (watches.remove(token) != null && current != null && current.isOpen()) {
                    unset(current);
                }
            }
        }
    }
}
