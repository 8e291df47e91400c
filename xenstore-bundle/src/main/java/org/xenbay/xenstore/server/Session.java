// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.xenbay.api.store.StoreError;

/** One connection to the engine: a domain, its watches and its transactions. Guarded by the engine's lock. */
final class Session {

    private final Domain domain;
    private final EventSink sink;
    private final Map<WatchEntry.Key, WatchEntry> watches = new LinkedHashMap<>();
    private final Map<Integer, Transaction> transactions = new HashMap<>();
    private int lastTransaction;
    private volatile boolean open = true;

    Session(Domain domain, EventSink sink) {
        this.domain = domain;
        this.sink = sink;
    }

    Domain domain() {
        return domain;
    }

    EventSink sink() {
        return sink;
    }

    Map<WatchEntry.Key, WatchEntry> watches() {
        return watches;
    }

    void requireOpen() {
        if (!open) {
            throw new Refusal(StoreError.CONNECTION_LOST);
        }
    }

    boolean isOpen() {
        return open;
    }

    void closed() {
        open = false;
    }

    int add(Transaction transaction) {
        do {
            lastTransaction++;
        } while (lastTransaction == 0 || transactions.containsKey(lastTransaction));
        transactions.put(lastTransaction, transaction);
        domain.transactions++;
        return lastTransaction;
    }

    Transaction transaction(int id) {
        Transaction transaction = transactions.get(id);
        if (transaction == null) {
            throw new Refusal(StoreError.ENOENT);
        }
        return transaction;
    }

    Transaction removeTransaction(int id) {
        Transaction transaction = transaction(id);
        transactions.remove(id);
        domain.transactions--;
        return transaction;
    }

    int transactionCount() {
        return transactions.size();
    }

    void dropTransactions() {
        domain.transactions -= transactions.size();
        transactions.clear();
    }
}
