// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.StoreTransaction;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;

/**
 * Adds and removes devices by writing what libxl writes, permissions included (libxl_device.c): for hosts without a
 * toolstack, and for devices that {@code xl} has no command for.
 */
final class Toolstack {

    /** libxl waits as long for a backend to close. */
    private static final long CLOSE_SECONDS = 10;

    private final XenStore store;
    private final int ownDomain;

    Toolstack(XenStore store, int ownDomain) {
        this.store = store;
        this.ownDomain = ownDomain;
    }

    void attach(DeviceId id, DeviceTemplate template) {
        StorePath domain = StorePath.ofDomain(id.domain());
        StorePath backend = id.backendPath(ownDomain);
        StorePath frontend = domain.child("device/" + template.frontendType() + "/" + id.device());
        StorePath record = record(id.domain(), template.frontendType(), id.device());
        store.transact(transaction -> {
            if (!transaction.exists(domain)) {
                throw new IllegalArgumentException("there is no domain " + id.domain());
            }
            if (transaction.exists(backend) || transaction.exists(frontend)) {
                throw new IllegalArgumentException("device " + id + " exists already");
            }
            new Writer(transaction, record, List.of(Permission.none(ownDomain)))
                    .write(template.backend())
                    .write(backendNodes(id, frontend))
                    .write(Map.of("backend", backend.toString()));
            List<Permission> guestsOwn = List.of(Permission.none(id.domain()), Permission.read(ownDomain));
            List<Permission> guestReads = List.of(Permission.none(ownDomain), Permission.read(id.domain()));
            Writer writer = new Writer(transaction, frontend, guestsOwn)
                    .write(Map.of("backend", backend.toString(), "backend-id", Integer.toString(ownDomain)))
                    .write(template.frontend())
                    .write(Map.of("state", number(XenbusState.INITIALISING)));
            template.guestReadOnly().forEach(node -> writer.permit(node, guestReads));
            new Writer(transaction, backend, guestReads)
                    .write(template.backend())
                    .write(backendNodes(id, frontend));
            return null;
        });
    }

    private static Map<String, String> backendNodes(DeviceId id, StorePath frontend) {
        return Map.of(
                "frontend",
                frontend.toString(),
                "frontend-id",
                Integer.toString(id.domain()),
                "online",
                "1",
                "state",
                number(XenbusState.INITIALISING));
    }

    boolean detach(DeviceId id, boolean force) {
        StorePath backend = id.backendPath(ownDomain);
        StorePath state = backend.child("state");
        boolean known = store.transact(transaction -> {
            if (!transaction.exists(backend)) {
                return false;
            }
            transaction.write(backend.child("online"), "0");
            if (!isClosed(transaction.read(state).orElse(null))) {
                transaction.write(state, number(XenbusState.CLOSING));
            }
            return true;
        });
        if (!known) {
            throw new IllegalArgumentException("there is no device " + id);
        }
        boolean closed = awaitClosed(state);
        if (!closed && !force) {
            throw new IllegalStateException("device " + id + " did not close within " + CLOSE_SECONDS + " s");
        }
        remove(id, backend);
        return closed;
    }

    private boolean awaitClosed(StorePath state) {
        Semaphore changed = new Semaphore(0);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        try (Watch watch = store.watch(state, path -> changed.release())) {
            while (true) {
                Optional<String> value = store.read(state);
                if (value.isEmpty() || isClosed(value.get())) {
                    return true;
                }
                if (!changed.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return false;
                }
                changed.drainPermits();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Removes what the guest can change, outside the transaction: a guest that writes there without pause would cause a
     * conflict each time and so keep its device.
     */
    private void remove(DeviceId id, StorePath backend) {
        StorePath devices = StorePath.ofDomain(id.domain()).child("device");
        Optional<StorePath> frontend = store.read(backend.child("frontend"))
                .filter(StorePath::isValid)
                .map(StorePath::of)
                .filter(path -> path.isAtOrBelow(devices) && path.parent().isAtOrBelow(devices));
        frontend.ifPresent(store::remove);
        store.transact(transaction -> {
            frontend.ifPresent(path -> {
                StorePath record = record(id.domain(), path.parent().name(), id.device());
                removeWithEmptyParents(transaction, record, StorePath.of("/libxl"));
            });
            removeWithEmptyParents(
                    transaction, backend, StorePath.ofDomain(ownDomain).child("backend"));
            return null;
        });
        frontend.ifPresent(path -> removeEmpty(path.parent(), devices));
    }

    /** Does not repeat after a conflict with a guest's writes: an empty directory that stays does no harm. */
    private void removeEmpty(StorePath directory, StorePath keep) {
        if (directory.equals(keep)) {
            return;
        }
        try {
            store.transactBriefly(transaction -> {
                if (transaction.list(directory).filter(List::isEmpty).isPresent()) {
                    transaction.remove(directory);
                }
                return null;
            });
        } catch (XenStoreException busy) {
            if (busy.error() != StoreError.EAGAIN) {
                throw busy;
            }
        }
    }

    private static void removeWithEmptyParents(StoreTransaction transaction, StorePath path, StorePath keep) {
        transaction.remove(path);
        StorePath parent = path.parent();
        while (parent.isAtOrBelow(keep)
                && !parent.equals(keep)
                && transaction.list(parent).filter(List::isEmpty).isPresent()) {
            transaction.remove(parent);
            parent = parent.parent();
        }
    }

    private static StorePath record(int domain, String frontendType, int device) {
        return StorePath.of("/libxl/" + domain + "/device/" + frontendType + "/" + device);
    }

    private static boolean isClosed(@Nullable String state) {
        return XenbusState.ofNode(state) == XenbusState.CLOSED;
    }

    private static String number(XenbusState state) {
        return Integer.toString(state.number());
    }

    /** Writes below a directory whose permissions new nodes inherit. */
    private record Writer(StoreTransaction transaction, StorePath directory, List<Permission> permissions) {

        Writer {
            transaction.makeDirectory(directory);
            transaction.setPermissions(directory, permissions);
        }

        Writer write(Map<String, String> nodes) {
            nodes.forEach((name, value) -> transaction.write(directory.child(name), value));
            return this;
        }

        void permit(String node, List<Permission> others) {
            transaction.setPermissions(directory.child(node), others);
        }
    }
}
