// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xenbay.backend.ninepfs.server.RealTimeBudget.Account;

/** Shares on two processors, looked at every 5 ms of a clock that the test moves. */
class RealTimeBudgetTest {

    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int PROCESSORS = 2;

    private final RealTimeBudget budget = new RealTimeBudget(PROCESSORS);
    private final List<Account> accounts = new ArrayList<>();
    private long now = -TimeUnit.SECONDS.toNanos(1);

    private Account account() {
        Account account = new Account(now);
        accounts.add(account);
        return account;
    }

    /** @param uses what each share uses, in processors */
    private void look(double... uses) {
        now += LOOK;
        for (int i = 0; i < uses.length; i++) {
            accounts.get(i).used((long) (uses[i] * LOOK), LOOK);
        }
        budget.decide(accounts, now);
    }

    /** @return number of looks until the share has the priority, or has lost it */
    private int looksUntil(boolean entitled, double... uses) {
        int looks = 0;
        while (accounts.get(0).isEntitled() != entitled) {
            look(uses);
            looks++;
        }
        return looks;
    }

    @Test
    void aShareThatUsesLittleKeepsThePriority() {
        Account account = account();
        for (int i = 0; i < 10_000; i++) {
            look(i % 2 == 0 ? 0.4 : 0);
            assertThat(account.isEntitled()).isTrue();
        }
    }

    @Test
    void aShareThatNeverStopsLosesThePriorityWithinMilliseconds() {
        account();
        assertThat(looksUntil(false, 1.0)).isLessThan(8);
    }

    @Test
    void aShareThatUsesMuchByItselfGetsNoPriorityBack() {
        Account account = account();
        looksUntil(false, 1.0);
        for (int i = 0; i < 20_000; i++) {
            look(1.0);
            assertThat(account.isEntitled()).isFalse();
        }
    }

    @Test
    void eachTimeItIsWithoutThePriorityForLongerUntilItKeepsToItsPart() {
        account();
        long penalty = RealTimeBudget.MIN_PENALTY;
        for (int i = 0; i < 12; i++) {
            looksUntil(false, 1.0);
            long looks = looksUntil(true, 0.05);
            assertThat(looks * LOOK).isBetween(penalty, penalty + 2 * LOOK);
            penalty = Math.min(RealTimeBudget.MAX_PENALTY, 2 * penalty);
        }

        for (long left = 5 * RealTimeBudget.MAX_PENALTY; left > 0; left -= LOOK) {
            look(0.05);
        }
        looksUntil(false, 1.0);
        assertThat(looksUntil(true, 0.05) * LOOK)
                .isBetween(RealTimeBudget.MIN_PENALTY, RealTimeBudget.MIN_PENALTY + 2 * LOOK);
    }

    @Test
    void allTogetherUseHalfOfTheProcessorsAtMostAndThoseThatUseLeastKeepThePriority() {
        double[] uses = IntStream.range(0, 20).mapToDouble(i -> 0.01 * (i + 1)).toArray();
        for (int i = 0; i < uses.length; i++) {
            account();
        }
        double looks = 2_000;
        double[] kept = new double[uses.length];
        double together = 0;
        for (int i = 0; i < looks; i++) {
            look(uses);
            for (int j = 0; j < uses.length; j++) {
                kept[j] += accounts.get(j).isEntitled() ? 1 / looks : 0;
                together += accounts.get(j).isEntitled() ? uses[j] / looks : 0;
            }
        }
        assertThat(together).isLessThan(RealTimeBudget.TOGETHER * PROCESSORS * 1.1);
        assertThat(kept[0]).isEqualTo(1, within(1e-6));
        assertThat(kept[8]).isGreaterThan(0.99);
        assertThat(kept[19]).isLessThan(0.5);
    }

    @Test
    void aShareIsForgottenOnlyWhenItIsAsOneThatNeverUsedAnything() {
        Account account = account();
        looksUntil(false, 1.0);
        assertThat(account.isForgotten(now)).isFalse();
        looksUntil(true, 0);
        assertThat(account.isForgotten(now)).isFalse();
        for (int i = 0; i < 2_000; i++) {
            look(0);
        }
        assertThat(account.isForgotten(now)).isTrue();
    }
}
