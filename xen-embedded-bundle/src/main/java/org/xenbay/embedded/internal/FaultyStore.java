// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xenbay.api.store.ConnectionListener;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.StoreTransaction;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.WatchListener;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.embedded.FaultStep;

/** A connection whose requests are steps at which a fault can be injected. */
final class FaultyStore implements XenStore {

    private final XenStore store;
    private final FaultGate faults;
    private final FaultStep step;
    private final int domain;

    FaultyStore(XenStore store, FaultGate faults, FaultStep step, int domain) {
        this.store = store;
        this.faults = faults;
        this.step = step;
        this.domain = domain;
    }

    private XenStore next() {
        faults.pass(step, domain);
        return store;
    }

    /** Injects a fault before a watch is set. The watch is not refused while the daemon is away; it is set afterwards. */
    private void passQuietly() {
        try {
            faults.pass(step, domain);
        } catch (XenStoreException lost) {
            if (lost.error() != StoreError.CONNECTION_LOST) {
                throw lost;
            }
        }
    }

    @Override
    public Optional<byte[]> readBytes(StorePath path) {
        return next().readBytes(path);
    }

    @Override
    public List<Optional<byte[]>> readAllBytes(List<StorePath> paths) {
        return next().readAllBytes(paths);
    }

    @Override
    public Optional<List<String>> list(StorePath path) {
        return next().list(path);
    }

    @Override
    public void writeBytes(StorePath path, byte[] value) {
        next().writeBytes(path, value);
    }

    @Override
    public void makeDirectory(StorePath path) {
        next().makeDirectory(path);
    }

    @Override
    public void remove(StorePath path) {
        next().remove(path);
    }

    @Override
    public Optional<List<Permission>> permissions(StorePath path) {
        return next().permissions(path);
    }

    @Override
    public void setPermissions(StorePath path, List<Permission> permissions) {
        next().setPermissions(path, permissions);
    }

    @Override
    public <T> T transact(Function<StoreTransaction, T> body) {
        return next().transact(withFaults(body));
    }

    @Override
    public <T> T transactBriefly(Function<StoreTransaction, T> body) {
        return next().transactBriefly(withFaults(body));
    }

    /** Injects the fault at the worst moment: between the writes and the commit. */
    private <T> Function<StoreTransaction, T> withFaults(Function<StoreTransaction, T> body) {
        return transaction -> {
            T result = body.apply(transaction);
            faults.pass(step, domain);
            return result;
        };
    }

    @Override
    public Watch watch(StorePath path, WatchListener listener) {
        passQuietly();
        return store.watch(path, listener);
    }

    @Override
    public Watch watchSpecial(String name, WatchListener listener) {
        passQuietly();
        return store.watchSpecial(name, listener);
    }

    @Override
    public boolean isIntroduced(int wanted) {
        return next().isIntroduced(wanted);
    }

    @Override
    public boolean isConnected() {
        return store.isConnected();
    }

    @Override
    public Watch onConnectionChange(ConnectionListener listener) {
        return store.onConnectionChange(listener);
    }

    @Override
    public void close() {
        store.close();
    }
}
