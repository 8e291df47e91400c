// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.litmus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** The runner itself: the outcomes that it must find. */
class LitmusTest {

    /** Both take a number from the same counter; what they do with it decides the outcome. */
    private static class Counting implements Litmus.Pair {
        final AtomicIntegerArray taken = new AtomicIntegerArray(Litmus.INSTANCES);

        @Override
        public void prepare(int instance) {
            taken.set(instance, 0);
        }

        @Override
        public int first(int instance) {
            return taken.incrementAndGet(instance);
        }

        @Override
        public int second(int instance) {
            return taken.incrementAndGet(instance);
        }

        @Override
        public int after(int instance) {
            return taken.get(instance);
        }
    }

    @Test
    void everyInstanceIsRunByBothAndCounted() throws InterruptedException {
        var outcomes = Litmus.never(outcome -> outcome.first() + outcome.second() != 3, new Counting());
        assertThat(outcomes.keySet()).allMatch(outcome -> outcome.after() == 2);
        assertThat(outcomes.values().stream().mapToLong(Long::longValue).sum() % Litmus.INSTANCES)
                .isZero();
    }

    @Test
    void aForbiddenOutcomeFailsAndIsNamedWithTheOthers() {
        assertThatThrownBy(() -> Litmus.never(outcome -> outcome.after() == 2, new Counting()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("an outcome that must not be: [")
                .hasMessageContaining("then 2)=");
    }

    @Test
    void aFailureOfTheSecondThreadFailsTheRun() {
        assertThatThrownBy(() -> Litmus.never(outcome -> false, new Counting() {
                    @Override
                    public int second(int instance) {
                        throw new IllegalStateException("planted");
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasRootCauseMessage("planted");
    }

    @Test
    void aFailureOfTheFirstThreadFailsTheRun() {
        assertThatThrownBy(() -> Litmus.never(outcome -> false, new Counting() {
                    @Override
                    public int first(int instance) {
                        throw new IllegalStateException("planted");
                    }
                }))
                .hasMessage("planted");
    }
}
