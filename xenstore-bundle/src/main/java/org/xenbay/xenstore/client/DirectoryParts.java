// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.xenstore.wire.Operation;
import org.xenbay.xenstore.wire.Payload;

/** Reads the names of many children in parts, and starts again when the node changes in between. */
final class DirectoryParts {

    private static final int MAX_ATTEMPTS = 50;
    private static final int MAX_BYTES = 16 << 20;

    private final Connection connection;
    private final int transaction;
    private final StorePath path;

    DirectoryParts(Connection connection, int transaction, StorePath path) {
        this.connection = connection;
        this.transaction = transaction;
        this.path = path;
    }

    Optional<List<String>> read() {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Attempt outcome = attempt();
            if (outcome.complete) {
                return Optional.ofNullable(outcome.names)
                        .map(names -> Requests.strings(Operation.DIRECTORY_PART, path, names));
            }
        }
        throw new XenStoreException(
                StoreError.EAGAIN, "DIRECTORY_PART " + path + ": it changed during " + MAX_ATTEMPTS + " attempts");
    }

    private Attempt attempt() {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        String generation = null;
        while (names.size() <= MAX_BYTES) {
            Optional<byte[]> part = Requests.ifThere(connection.call(request(names.size())));
            if (part.isEmpty()) {
                return new Attempt(true, null);
            }
            String now = Payload.firstString(part.get()).orElseThrow(this::malformed);
            if (generation != null && !generation.equals(now)) {
                return new Attempt(false, null);
            }
            generation = now;
            byte[] received = Payload.afterFirstString(part.get());
            if (received.length == 0 || received[received.length - 1] != 0) {
                throw malformed();
            }
            // The last part ends with an empty name: another NUL after the NUL of the last name.
            boolean last = received.length == 1 || received[received.length - 2] == 0;
            names.write(received, 0, last ? received.length - 1 : received.length);
            if (last) {
                return new Attempt(true, names.toByteArray());
            }
        }
        throw new XenStoreException(StoreError.E2BIG, "DIRECTORY_PART " + path + ": more than " + MAX_BYTES + " bytes");
    }

    private Request request(int offset) {
        byte[] payload = Payload.ofStrings(path.toString(), Integer.toString(offset));
        return new Request(Operation.DIRECTORY_PART, transaction, payload, path);
    }

    private XenStoreException malformed() {
        return Requests.malformed(Operation.DIRECTORY_PART, path);
    }

    /** Complete with names, complete without names if there is no such node, or to be repeated. */
    private record Attempt(boolean complete, byte @Nullable [] names) {}
}
