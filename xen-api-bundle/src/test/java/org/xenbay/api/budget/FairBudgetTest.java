// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FairBudgetTest {

    private static final int TOTAL = 256 * 1024;
    private static final int RESERVE = 1024;
    private static final int COMMON = 192 * 1024;

    private final FairBudget budget = new FairBudget("pieces", TOTAL);

    /** Takes all it gets, in pieces. */
    private static long greedy(Allowance allowance, int piece) {
        while (allowance.tryTake(piece)) {
            assertThat(allowance.taken()).isLessThanOrEqualTo(TOTAL);
        }
        return allowance.taken();
    }

    @Test
    void oneGreedyOwnerGetsHalfOfWhatIsCommonAndItsReserve() {
        assertThat(greedy(budget.of(1), 1)).isEqualTo(COMMON / 2 + RESERVE);
    }

    @Test
    void greedyOwnersGetAboutTheSameAndLeaveAsMuch() {
        List<Allowance> owners = new ArrayList<>();
        for (int owner = 1; owner <= 20; owner++) {
            owners.add(budget.of(owner));
        }
        boolean more = true;
        while (more) {
            more = false;
            for (Allowance each : owners) {
                more |= each.tryTake(64);
            }
        }
        long share = COMMON / 21;
        for (Allowance each : owners) {
            assertThat(each.taken()).isBetween(share + RESERVE - 128, share + RESERVE + 128);
        }
        assertThat(budget.of(21).mostForOwner()).isGreaterThan(share / 2);
    }

    @Test
    void anOwnerThatComesLastStillGetsItsReserve() {
        for (int owner = 1; owner < FairBudget.RESERVES; owner++) {
            greedy(budget.of(owner), 1);
        }
        assertThat(greedy(budget.of(1000), 1)).isGreaterThanOrEqualTo(RESERVE);
        assertThat(budget.taken()).isLessThanOrEqualTo(TOTAL);
    }

    @Test
    void holdersOfOneOwnerShareWhatItMayHave() {
        Allowance first = budget.of(1);
        Allowance second = budget.of(1);
        greedy(first, 1);
        assertThat(second.tryTake(1)).isFalse();
        assertThat(second.takenByOwner()).isEqualTo(first.taken());
        first.give(10);
        assertThat(second.tryTake(10)).isTrue();
        assertThat(budget.refusals()).isPositive();
    }

    @Test
    void whatIsCarriedOverIsNeverRefusedButCounts() {
        Allowance allowance = budget.of(1);
        allowance.carryOver(2L * TOTAL);
        assertThat(budget.of(1).tryTake(1)).isFalse();
        assertThat(budget.taken()).isEqualTo(2L * TOTAL);
        assertThat(budget.of(2).tryTake(1))
                .as("a reserve is there all the same")
                .isTrue();
        for (int owner = 3; owner < 3 + FairBudget.RESERVES; owner++) {
            budget.of(owner).carryOver(RESERVE);
        }
        assertThat(budget.of(100).tryTake(1)).as("no reserve is left").isFalse();
        assertThat(budget.of(100).tryTake(0)).as("nothing is never refused").isTrue();
        allowance.give(2L * TOTAL);
        assertThat(budget.taken()).isEqualTo(1 + (long) FairBudget.RESERVES * RESERVE);
    }

    @Test
    void whatIsGivenBackTwiceIsNoticed() {
        Allowance allowance = budget.of(1);
        assertThat(allowance.tryTake(5)).isTrue();
        allowance.give(5);
        assertThatThrownBy(() -> allowance.give(5)).isInstanceOf(IllegalStateException.class);
        assertThat(budget.taken()).isZero();
        assertThatThrownBy(() -> allowance.tryTake(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whateverOwnersDoTheTotalIsKeptAndNothingIsLost() {
        Random random = new Random(16);
        List<Allowance> owners = new ArrayList<>();
        for (int owner = 0; owner < 100; owner++) {
            owners.add(budget.of(owner % 80));
        }
        for (int step = 0; step < 100_000; step++) {
            Allowance each = owners.get(random.nextInt(owners.size()));
            if (random.nextInt(3) == 0) {
                each.give(random.nextLong(each.taken() + 1));
            } else {
                each.tryTake(random.nextInt(8 * RESERVE));
            }
            assertThat(budget.taken()).isBetween(0L, (long) TOTAL);
        }
        assertThat(budget.holdings().values().stream().mapToLong(held -> held).sum())
                .isEqualTo(budget.taken());
        owners.forEach(each -> each.give(each.taken()));
        assertThat(budget.taken()).isZero();
        assertThat(budget.holdings()).isEmpty();
    }

    @Test
    void anAllowanceWithoutABudgetRefusesNothing() {
        Allowance allowance = Allowance.unlimited();
        assertThat(allowance.tryTake(1L << 40)).isTrue();
        assertThat(allowance.taken()).isEqualTo(1L << 40);
    }
}
