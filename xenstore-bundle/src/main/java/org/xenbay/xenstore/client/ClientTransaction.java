// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.xenstore.internal.TransactionLoop;
import org.xenbay.xenstore.wire.Operation;
import org.xenbay.xenstore.wire.Payload;

/** A transaction on one connection; it ends with the connection. */
final class ClientTransaction extends Requests implements TransactionLoop.Run {

    private final Connection connection;
    private final int id;
    private boolean aborted;
    private boolean ended;

    ClientTransaction(Connection connection) {
        this.connection = connection;
        this.id = parse(answer(connection.call(Request.of(Operation.TRANSACTION_START, 0, ""))));
    }

    @Override
    Connection connection() {
        if (ended) {
            throw new IllegalStateException("a transaction is not to be used after its body has returned");
        }
        return connection;
    }

    @Override
    int transaction() {
        return id;
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public boolean isAborted() {
        return aborted;
    }

    @Override
    public void commit() {
        answer(end("T"));
    }

    @Override
    public void discard() {
        Outcome outcome = end("F");
        if (outcome instanceof Outcome.Failure failure && failure.error() != StoreError.CONNECTION_LOST) {
            throw new XenStoreException(failure.error(), failure.text());
        }
    }

    private Outcome end(String how) {
        ended = true;
        return connection.call(
                new Request(Operation.TRANSACTION_END, id, Payload.ofStrings(how), Integer.toUnsignedString(id)));
    }

    private static int parse(byte[] payload) {
        try {
            return Integer.parseUnsignedInt(Payload.firstString(payload).orElse(""));
        } catch (NumberFormatException malformed) {
            throw new XenStoreException(StoreError.EIO, "TRANSACTION_START: the answer is malformed", malformed);
        }
    }
}
