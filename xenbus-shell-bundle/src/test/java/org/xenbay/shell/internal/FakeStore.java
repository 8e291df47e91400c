// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.xenbay.api.store.ConnectionListener;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.StoreTransaction;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.WatchListener;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;

/** A tree without transactions and watches. A node named "secret" may not be read. */
public final class FakeStore implements XenStore {
    public final ConcurrentSkipListMap<StorePath, byte[]> nodes = new ConcurrentSkipListMap<>();

    public FakeStore() {
        nodes.put(StorePath.ROOT, new byte[0]);
    }

    @Override
    public Optional<byte[]> readBytes(StorePath path) {
        if (path.name().equals("secret")) {
            throw new XenStoreException(StoreError.EACCES, "read " + path);
        }
        return Optional.ofNullable(nodes.get(path));
    }

    @Override
    public List<Optional<byte[]>> readAllBytes(List<StorePath> paths) {
        return paths.stream().map(this::readBytes).toList();
    }

    @Override
    public Optional<List<String>> list(StorePath path) {
        return nodes.containsKey(path)
                ? Optional.of(nodes.keySet().stream()
                        .filter(node ->
                                !node.equals(StorePath.ROOT) && node.parent().equals(path))
                        .map(StorePath::name)
                        .collect(Collectors.toList()))
                : Optional.empty();
    }

    @Override
    public void writeBytes(StorePath path, byte[] value) {
        nodes.put(path, value);
        for (StorePath parent = path.parent(); nodes.putIfAbsent(parent, new byte[0]) == null; ) {
            parent = parent.parent();
        }
    }

    @Override
    public void makeDirectory(StorePath path) {
        nodes.putIfAbsent(path, new byte[0]);
    }

    @Override
    public void remove(StorePath path) {
        nodes.keySet().removeIf(node -> node.isAtOrBelow(path));
    }

    @Override
    public Optional<List<Permission>> permissions(StorePath path) {
        return nodes.containsKey(path)
                ? Optional.of(List.of(Permission.none(0), Permission.read(5)))
                : Optional.empty();
    }

    @Override
    public void setPermissions(StorePath path, List<Permission> permissions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T transact(Function<StoreTransaction, T> body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T transactBriefly(Function<StoreTransaction, T> body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Watch watch(StorePath path, WatchListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Watch watchSpecial(String name, WatchListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isIntroduced(int domain) {
        return false;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public Watch onConnectionChange(ConnectionListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        nodes.clear();
    }
}
