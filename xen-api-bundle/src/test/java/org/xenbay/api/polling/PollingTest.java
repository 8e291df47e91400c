// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PollingTest {

    private boolean free = true;
    private int looks;
    private final Polling polling = new Polling(() -> free);
    private final SpinBudget near = new SpinBudget();

    @Test
    void aThreadPollsUntilWorkHasCome() {
        assertThat(polling.poll(this, near, () -> ++looks == 3)).isTrue();
        assertThat(looks).isEqualTo(3);
        assertThat(polling.isPolled(this)).isFalse();
    }

    @Test
    void aThreadStopsPollingWhenTheBudgetIsUsedUp() {
        assertThat(polling.poll(this, near, () -> ++looks < 0)).isFalse();
        assertThat(looks).isPositive();
        assertThat(polling.isPolled(this)).isFalse();
    }

    @Test
    void nothingIsPolledForAnOwnerWhoseWorkComesLate() {
        SpinBudget late = new SpinBudget();
        for (int i = 0; i < 100; i++) {
            late.came(TimeUnit.SECONDS.toNanos(1), polling.wakeNanos());
        }
        assertThat(polling.poll(this, late, () -> ++looks > 0)).isFalse();
        assertThat(looks).isZero();
    }

    @Test
    void oneThreadPollsAtATime() {
        assertThat(polling.poll(this, near, () -> {
                    assertThat(polling.isPolled(this)).isTrue();
                    assertThat(polling.isPolled("another")).isFalse();
                    assertThat(polling.poll("another", near, () -> true)).isFalse();
                    return true;
                }))
                .isTrue();
        assertThat(polling.poll("another", near, () -> true)).isTrue();
    }

    @Test
    void nobodyPollsWithoutAFreeProcessor() {
        free = false;
        assertThat(polling.poll(this, near, () -> ++looks > 0)).isFalse();
        assertThat(looks).isZero();
    }

    @Test
    void aThreadStopsPollingWhenItsProcessorIsNeeded() {
        assertThat(polling.poll(this, near, () -> {
                    free = false;
                    looks++;
                    return false;
                }))
                .isFalse();
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void aThreadStopsPollingWhenAnotherEndsIt() {
        assertThat(polling.poll(this, near, () -> {
                    looks++;
                    assertThat(polling.end("another")).isFalse();
                    assertThat(polling.end(this)).isTrue();
                    assertThat(polling.end(this)).isFalse();
                    return false;
                }))
                .isFalse();
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void aLookThatFailsEndsThePolling() {
        assertThatThrownBy(() -> polling.poll(this, near, () -> {
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");
        assertThat(polling.poll("another", near, () -> true)).isTrue();
    }
}
