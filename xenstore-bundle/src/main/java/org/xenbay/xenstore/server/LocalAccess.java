// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StoreAccess;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.xenstore.internal.Refusals;
import org.xenbay.xenstore.tree.internal.AccessList;
import org.xenbay.xenstore.tree.internal.Node;
import org.xenbay.xenstore.wire.Message;

/** Makes requests about nodes as calls of the engine, in a transaction or outside. */
abstract class LocalAccess implements StoreAccess {

    private final Engine engine;

    LocalAccess(Engine engine) {
        this.engine = engine;
    }

    Engine engine() {
        return engine;
    }

    /** Returns the session, after a check that this thread may make requests now. */
    abstract Session session();

    abstract int transaction();

    @Override
    public Optional<byte[]> readBytes(StorePath path) {
        return find("READ", path).map(node -> node.value().clone());
    }

    @Override
    public List<Optional<byte[]>> readAllBytes(List<StorePath> paths) {
        List<Optional<byte[]>> values = new ArrayList<>(paths.size());
        for (StorePath path : paths) {
            values.add(readBytes(path));
        }
        return values;
    }

    @Override
    public Optional<List<String>> list(StorePath path) {
        return find("DIRECTORY", path).map(node -> node.children().names());
    }

    @Override
    public void writeBytes(StorePath path, byte[] value) {
        if (path.toString().length() + 1 + value.length > Message.MAX_PAYLOAD) {
            throw new XenStoreException(
                    StoreError.E2BIG, "WRITE " + path + ": " + value.length + " bytes do not fit in a message");
        }
        byte[] copy = value.clone();
        run("WRITE", path, () -> engine.write(session(), transaction(), path, copy));
    }

    @Override
    public void makeDirectory(StorePath path) {
        run("MKDIR", path, () -> engine.makeDirectory(session(), transaction(), path));
    }

    @Override
    public void remove(StorePath path) {
        Refusals.unlessAbsent(() -> run("RM", path, () -> engine.remove(session(), transaction(), path)));
    }

    @Override
    public Optional<List<Permission>> permissions(StorePath path) {
        return find("GET_PERMS", path).map(node -> node.permissions().entries());
    }

    @Override
    public void setPermissions(StorePath path, List<Permission> permissions) {
        AccessList list = new AccessList(permissions);
        run("SET_PERMS", path, () -> engine.setPermissions(session(), transaction(), path, list));
    }

    private Optional<Node> find(String request, StorePath path) {
        return call(request, path, () -> Optional.ofNullable(engine.find(session(), transaction(), path)));
    }

    private void run(String request, Object subject, Runnable action) {
        call(request, subject, () -> {
            action.run();
            return null;
        });
    }

    /** Runs a request and words its refusal. */
    <T> T call(String request, Object subject, Supplier<T> action) {
        try {
            return action.get();
        } catch (Refusal refusal) {
            throw new XenStoreException(refusal.error(), request + " " + subject, refusal);
        }
    }
}
