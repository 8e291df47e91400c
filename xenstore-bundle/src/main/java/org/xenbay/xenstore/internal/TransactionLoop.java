// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.internal;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StoreTransaction;
import org.xenbay.api.store.XenStoreException;

/**
 * Implements {@code XenStore.transact} for every kind of connection: runs the body, commits, and runs the body again after a
 * conflict.
 */
public final class TransactionLoop {

    /** Runs of the body before the conflict is reported to the caller. */
    public static final int MAX_RUNS = 100;

    /** Runs for a caller whose thread must not be held up; without a pause between them. */
    public static final int BRIEF_RUNS = 2;

    private static final long FIRST_DELAY_NANOS = 100_000;
    private static final long MAX_DELAY_NANOS = 20_000_000;

    private TransactionLoop() {}

    /** One transaction that has been started. */
    public interface Run extends StoreTransaction {
        /** Tells whether the body has aborted the transaction. */
        boolean isAborted();

        /** Commits it. */
        void commit();

        /** Discards the transaction. Does not throw when the connection is lost, because that has discarded it already. */
        void discard();
    }

    public static <T> T transact(Supplier<? extends Run> start, Function<StoreTransaction, T> body) {
        return transact(start, body, MAX_RUNS, TransactionLoop::pause);
    }

    public static <T> T transactBriefly(Supplier<? extends Run> start, Function<StoreTransaction, T> body) {
        return transact(start, body, BRIEF_RUNS, run -> {});
    }

    private static <T> T transact(
            Supplier<? extends Run> start, Function<StoreTransaction, T> body, int runs, IntConsumer afterConflict) {
        @Nullable XenStoreException conflict = null;
        for (int run = 0; run < runs; run++) {
            Run transaction = start.get();
            T result = runBody(transaction, body);
            if (transaction.isAborted()) {
                transaction.discard();
                return result;
            }
            try {
                transaction.commit();
                return result;
            } catch (XenStoreException refused) {
                if (refused.error() != StoreError.EAGAIN) {
                    throw refused;
                }
                conflict = refused;
            }
            afterConflict.accept(run);
        }
        throw new XenStoreException(
                StoreError.EAGAIN, "the transaction met a conflict in each of " + runs + " runs", conflict);
    }

    private static <T> T runBody(Run transaction, Function<StoreTransaction, T> body) {
        boolean returned = false;
        try {
            T result = body.apply(transaction);
            returned = true;
            return result;
        } finally {
            if (!returned) {
                transaction.discard();
            }
        }
    }

    /** Pauses for a random part of a bound that doubles, so that rivals do not conflict again at once. */
    private static void pause(int run) {
        long bound = run < 8 ? FIRST_DELAY_NANOS << run : MAX_DELAY_NANOS;
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1, Math.min(bound, MAX_DELAY_NANOS) + 1));
    }
}
