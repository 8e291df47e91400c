// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StoreAccess;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.xenstore.internal.Refusals;
import org.xenbay.xenstore.wire.Operation;
import org.xenbay.xenstore.wire.Payload;

/** Sends requests about nodes as messages, in a transaction or outside. */
abstract class Requests implements StoreAccess {

    /** Not for other packages. */
    Requests() {}

    /** Returns the connection, after a check that this thread may make requests now. */
    abstract Connection connection();

    abstract int transaction();

    @Override
    public Optional<byte[]> readBytes(StorePath path) {
        return ifThere(connection().call(Request.of(Operation.READ, transaction(), path)));
    }

    @Override
    public List<Optional<byte[]>> readAllBytes(List<StorePath> paths) {
        List<Request> requests = new ArrayList<>(paths.size());
        for (StorePath path : paths) {
            requests.add(Request.of(Operation.READ, transaction(), path));
        }
        return connection().callAll(requests).stream().map(Requests::ifThere).toList();
    }

    @Override
    public Optional<List<String>> list(StorePath path) {
        Connection connection = connection();
        Outcome outcome = connection.call(Request.of(Operation.DIRECTORY, transaction(), path));
        if (outcome instanceof Outcome.Failure failure && failure.error() == StoreError.E2BIG) {
            return new DirectoryParts(connection, transaction(), path).read();
        }
        return ifThere(outcome).map(names -> strings(Operation.DIRECTORY, path, names));
    }

    @Override
    public void writeBytes(StorePath path, byte[] value) {
        send(Operation.WRITE, path, Payload.ofStringAndValue(path.toString(), value));
    }

    @Override
    public void makeDirectory(StorePath path) {
        send(Operation.MKDIR, path, Payload.ofStrings(path.toString()));
    }

    @Override
    public void remove(StorePath path) {
        Refusals.unlessAbsent(() -> send(Operation.RM, path, Payload.ofStrings(path.toString())));
    }

    @Override
    public Optional<List<Permission>> permissions(StorePath path) {
        return ifThere(connection().call(Request.of(Operation.GET_PERMS, transaction(), path)))
                .map(payload -> strings(Operation.GET_PERMS, path, payload).stream()
                        .map(text -> permission(path, text))
                        .toList());
    }

    @Override
    public void setPermissions(StorePath path, List<Permission> permissions) {
        if (permissions.isEmpty()) {
            throw new IllegalArgumentException("a node has at least one permission: its owner");
        }
        List<String> strings = new ArrayList<>(permissions.size() + 1);
        strings.add(path.toString());
        permissions.forEach(permission -> strings.add(permission.toString()));
        send(Operation.SET_PERMS, path, Payload.ofStrings(strings));
    }

    private byte[] send(Operation operation, StorePath path, byte[] payload) {
        return answer(connection().call(new Request(operation, transaction(), payload, path)));
    }

    static byte[] answer(Outcome outcome) {
        if (outcome instanceof Outcome.Failure failure) {
            throw new XenStoreException(failure.error(), failure.text());
        }
        return ((Outcome.Answer) outcome).payload();
    }

    static Optional<byte[]> ifThere(Outcome outcome) {
        if (outcome instanceof Outcome.Failure failure && failure.error() == StoreError.ENOENT) {
            return Optional.empty();
        }
        return Optional.of(answer(outcome));
    }

    static List<String> strings(Operation operation, Object subject, byte[] payload) {
        return Payload.strings(payload).orElseThrow(() -> malformed(operation, subject));
    }

    static XenStoreException malformed(Operation operation, Object subject) {
        return new XenStoreException(StoreError.EIO, operation + " " + subject + ": the daemon's answer is malformed");
    }

    private static Permission permission(StorePath path, String text) {
        try {
            return Permission.parse(text);
        } catch (IllegalArgumentException unknown) {
            throw new XenStoreException(StoreError.EIO, "GET_PERMS " + path + ": the answer is malformed", unknown);
        }
    }
}
