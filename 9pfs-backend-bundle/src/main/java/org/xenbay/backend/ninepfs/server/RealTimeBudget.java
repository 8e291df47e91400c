// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/**
 * Decides which shares may have real-time priority: those that use little of the processors. A share that uses much loses the
 * priority for a while, for longer each time. All shares with the priority together use at most half of the processors. The
 * shares that use most lose it first.
 *
 * <p>On one thread.
 */
final class RealTimeBudget {

    /** Most processors that a share may use. */
    static final double PER_SHARE = 0.35;

    /** The part of all processors that all shares with the priority may use together. */
    static final double TOGETHER = 0.5;

    /**
     * Older use counts less: nanoseconds after which it counts a third. The short memory quickly shows that a share uses much;
     * the long one shows which share uses most.
     */
    private static final double SHORT_MEMORY = TimeUnit.MILLISECONDS.toNanos(50);

    private static final double LONG_MEMORY = TimeUnit.MILLISECONDS.toNanos(500);

    /** Time for which a share loses the priority because it alone used too much. */
    static final long MIN_PENALTY = TimeUnit.MILLISECONDS.toNanos(200);

    static final long MAX_PENALTY = TimeUnit.SECONDS.toNanos(30);

    /** Time for which a share loses the priority because all shares together used too much. */
    static final long TURN = TimeUnit.MILLISECONDS.toNanos(100);

    /** A share that has kept the priority for this many times its last penalty starts again with the least penalty. */
    private static final int FORGIVEN_AFTER = 4;

    /** Use below this, in processors, counts as none. */
    private static final double FORGOTTEN = 0.001;

    private final double together;

    /** @param processors number of processors */
    RealTimeBudget(int processors) {
        together = TOGETHER * processors;
    }

    /** What a share uses, and whether it may have the priority. */
    static final class Account {
        /** The use in processors, by the short memory and by the long one. */
        private double lately;

        private double use;

        private boolean entitled = true;
        /** When the share got the priority, or will get it back. */
        private long since;

        private long penalty = MIN_PENALTY / 2;

        /** @param now by {@link System#nanoTime} */
        Account(long now) {
            since = now;
        }

        /** @return whether the share's threads may have the priority */
        boolean isEntitled() {
            return entitled;
        }

        /**
         * @param used nanoseconds of all processors that the share's threads used
         * @param elapsed length of that period in nanoseconds; more than 0
         */
        void used(long used, long elapsed) {
            double last = (double) used / elapsed;
            lately += (last - lately) * (1 - Math.exp(-elapsed / SHORT_MEMORY));
            use += (last - use) * (1 - Math.exp(-elapsed / LONG_MEMORY));
        }

        /** @return whether the account equals one of a share that never used anything */
        boolean isForgotten(long time) {
            return entitled && use < FORGOTTEN && isForgiven(time);
        }

        private boolean isForgiven(long time) {
            return time - since > FORGIVEN_AFTER * penalty;
        }

        private double use() {
            return use;
        }

        private boolean isTooMuch() {
            return lately > PER_SHARE;
        }

        private void punish(long time) {
            penalty = isForgiven(time) ? MIN_PENALTY : Math.min(MAX_PENALTY, 2 * penalty);
            lose(time + penalty);
        }

        private void lose(long until) {
            entitled = false;
            since = until;
        }
    }

    /**
     * @param accounts of all shares; their use is up to date
     * @param now by {@link System#nanoTime}
     */
    void decide(Collection<Account> accounts, long now) {
        double sum = 0;
        for (Account account : accounts) {
            if (account.entitled && account.isTooMuch()) {
                account.punish(now);
            } else if (!account.entitled && !account.isTooMuch() && now - account.since >= 0) {
                account.entitled = true;
                account.since = now;
            }
            sum += account.entitled ? account.use : 0;
        }
        if (sum > together) {
            takeFromHeaviest(accounts, now, sum);
        }
    }

    private void takeFromHeaviest(Collection<Account> accounts, long now, double sum) {
        double left = sum;
        for (Account account : accounts.stream()
                .filter(Account::isEntitled)
                .sorted(Comparator.comparingDouble(Account::use).reversed())
                .toList()) {
            if (left <= together) {
                return;
            }
            left -= account.use;
            account.lose(now + TURN);
        }
    }
}
