// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.xenstore.tree.internal.AccessList;
import org.xenbay.xenstore.tree.internal.AccessList.Access;
import org.xenbay.xenstore.tree.internal.Node;
import org.xenbay.xenstore.tree.internal.NodeMap;

/**
 * The store itself: the live tree, its sessions, transactions and watches, behind one lock. Reads outside transactions use the
 * root without the lock, because trees are immutable. A change becomes visible before its watches fire.
 */
final class Engine {

    private static final int NO_TRANSACTION = 0;

    private final ReentrantLock lock = new ReentrantLock();
    private final Quotas quotas;
    private final NodeRequests requests;
    private final Domains domains;
    private final Firing firing = new Firing();
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final Workspace live = new Live();
    private volatile Node root = new Node(new byte[0], new AccessList(List.of(Permission.none(0))), NodeMap.EMPTY, 0);
    private long generation;
    private boolean running = true;

    Engine(Quotas quotas) {
        this.quotas = quotas;
        this.requests = new NodeRequests(quotas, () -> ++generation);
        this.domains = new Domains(firing);
        domains.get(0).nodes++;
    }

    Session open(int domain, EventSink sink) {
        return locked(() -> {
            if (!running) {
                throw new Refusal(StoreError.CONNECTION_LOST);
            }
            Session session = new Session(domains.get(domain), sink);
            sessions.add(session);
            return session;
        });
    }

    void close(Session session) {
        locked(() -> {
            forget(session);
            return null;
        });
    }

    /** Ends sessions from the server's side; their owners are notified. */
    void drop(Predicate<Session> which, EventSink.Loss why) {
        locked(() -> {
            for (Session session : new ArrayList<>(sessions)) {
                if (which.test(session)) {
                    forget(session);
                    session.sink().lost(why);
                }
            }
            return null;
        });
    }

    /** Starts or stops the store. While it is stopped, every session is refused; the tree stays. */
    void running(boolean now) {
        locked(() -> {
            running = now;
            return null;
        });
        if (!now) {
            drop(session -> true, EventSink.Loss.DROPPED);
        }
    }

    /** Returns the node, or null if it does not exist and the caller may know that. */
    @Nullable
    Node find(Session session, int transaction, StorePath path) {
        if (transaction == NO_TRANSACTION) {
            session.requireOpen();
            return requests.find(live, session.domain(), path, Access.READ);
        }
        return locked(
                session, () -> requests.find(session.transaction(transaction), session.domain(), path, Access.READ));
    }

    void write(Session session, int transaction, StorePath path, byte[] value) {
        change(session, transaction, (where, caller) -> requests.write(where, caller, path, value));
    }

    void makeDirectory(Session session, int transaction, StorePath path) {
        change(session, transaction, (where, caller) -> requests.makeDirectory(where, caller, path));
    }

    void remove(Session session, int transaction, StorePath path) {
        change(session, transaction, (where, caller) -> requests.remove(where, caller, path));
    }

    void setPermissions(Session session, int transaction, StorePath path, AccessList permissions) {
        change(session, transaction, (where, caller) -> requests.setPermissions(where, caller, path, permissions));
    }

    int begin(Session session) {
        return locked(session, () -> {
            if (!session.domain().isPrivileged() && session.domain().transactions >= quotas.transactions()) {
                throw new Refusal(StoreError.ENOSPC);
            }
            return session.add(new Transaction(root, quotas));
        });
    }

    void end(Session session, int transaction, boolean commit) {
        locked(session, () -> {
            Transaction ended = session.removeTransaction(transaction);
            if (commit) {
                Domain caller = session.domain();
                int more = ended.pendingNodes(caller.id());
                if (!caller.isPrivileged() && more > 0 && caller.nodes + more > quotas.nodes()) {
                    throw new Refusal(StoreError.ENOSPC);
                }
                live.apply(ended.commit(root, ++generation));
            }
            return null;
        });
    }

    /**
     * Sets a watch and fires it.
     *
     * @param acknowledged called after the watch is set and before its first event, under the lock
     */
    void watch(Session session, WatchEntry watch, Runnable acknowledged) {
        locked(session, () -> {
            Domain caller = session.domain();
            if (session.watches().containsKey(watch.key())) {
                throw new Refusal(StoreError.EEXIST);
            }
            if (!caller.isPrivileged() && caller.watches >= quotas.watches()) {
                throw new Refusal(StoreError.E2BIG);
            }
            caller.watches++;
            session.watches().put(watch.key(), watch);
            firing.watches().add(watch);
            acknowledged.run();
            watch.fire(watch.path());
            return null;
        });
    }

    void unwatch(Session session, WatchEntry.Key key) {
        locked(session, () -> {
            WatchEntry watch = session.watches().remove(key);
            if (watch == null) {
                throw new Refusal(StoreError.ENOENT);
            }
            session.domain().watches--;
            firing.watches().remove(watch);
            return null;
        });
    }

    /** RESET_WATCHES: drops the watches and the transactions of a session. */
    void reset(Session session) {
        locked(session, () -> {
            dropState(session);
            return null;
        });
    }

    /** Runs a request about domains, under the lock. */
    <T> T withDomains(Function<Domains, T> request) {
        return locked(() -> request.apply(domains));
    }

    StoreStatistics statistics() {
        return locked(() -> new StoreStatistics(
                domains.totalNodes(),
                firing.watches().size(),
                sessions.stream().mapToInt(Session::transactionCount).sum(),
                sessions.size()));
    }

    Node root() {
        return root;
    }

    private void change(Session session, int transaction, Request request) {
        locked(session, () -> {
            Workspace where = transaction == NO_TRANSACTION ? live : session.transaction(transaction);
            request.run(where, session.domain());
            return null;
        });
    }

    private void forget(Session session) {
        if (sessions.remove(session)) {
            session.closed();
            dropState(session);
        }
    }

    private void dropState(Session session) {
        session.dropTransactions();
        session.domain().watches -= session.watches().size();
        session.watches().values().forEach(firing.watches()::remove);
        session.watches().clear();
    }

    private <T> T locked(Session session, Supplier<T> request) {
        return locked(() -> {
            session.requireOpen();
            return request.get();
        });
    }

    private <T> T locked(Supplier<T> request) {
        lock.lock();
        try {
            return request.get();
        } finally {
            lock.unlock();
        }
    }

    @FunctionalInterface
    private interface Request {
        void run(Workspace where, Domain caller);
    }

    /** Changes of requests outside transactions, and of commits. */
    private final class Live implements Workspace {
        @Override
        public Node root() {
            return root;
        }

        @Override
        public void accessed(StorePath path, Domain caller) {
            // Does nothing: without a commit there is no conflict.
        }

        @Override
        public int pendingNodes(int domain) {
            return 0;
        }

        @Override
        public void apply(Change change) {
            Node before = root;
            root = change.root();
            change.nodes().forEach((domain, more) -> domains.get(domain).nodes += more);
            for (Change.Firing fired : change.firings()) {
                firing.changed(fired, before, change.root());
            }
        }
    }
}
