// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.xenstore.internal.TransactionLoop;

/** A transaction of a connection within this virtual machine. */
final class LocalTransaction extends LocalAccess implements TransactionLoop.Run {

    private final Session session;
    private final int id;
    private boolean aborted;
    private boolean ended;

    LocalTransaction(Engine engine, Session session) {
        super(engine);
        this.session = session;
        this.id = call("TRANSACTION_START", "", () -> engine.begin(session));
    }

    @Override
    Session session() {
        if (ended) {
            throw new IllegalStateException("a transaction is not to be used after its body has returned");
        }
        return session;
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
        end(true);
    }

    @Override
    public void discard() {
        try {
            end(false);
        } catch (XenStoreException refused) {
            if (refused.error() != StoreError.CONNECTION_LOST) {
                throw refused;
            }
        }
    }

    private void end(boolean commit) {
        ended = true;
        call("TRANSACTION_END", id, () -> {
            engine().end(session, id, commit);
            return null;
        });
    }
}
