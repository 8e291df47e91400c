// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

    private static final long MILLI = 1_000_000;

    private long now = 5_000;
    private final OpenLoop loop = new OpenLoop(1_000, () -> now, nanos -> now += nanos, MILLI);

    @Test
    void eachRequestIsSentWhenItIsDue() throws Exception {
        List<Long> sent = new ArrayList<>();
        loop.run(4, number -> sent.add(now));
        assertThat(sent).containsExactly(5_000 + MILLI, 5_000 + 2 * MILLI, 5_000 + 3 * MILLI, 5_000 + 4 * MILLI);
    }

    @Test
    void aRateThatDoesNotDivideASecondIsKept() {
        OpenLoop odd = new OpenLoop(3_000, () -> 0, nanos -> {}, 0);
        assertThat(odd.due(3_000)).isEqualTo(1_000 * MILLI);
        assertThat(odd.due(10_001)).isEqualTo(3_333_666_666L);
    }

    @Test
    void whatIsLateCountsFromWhenItWasDue() throws Exception {
        Arrivals arrivals = new Arrivals(loop, 0, () -> now);
        loop.run(200, number -> {
            if (number == 50) {
                now += 100 * MILLI; // the thread is held up for this long
            }
            arrivals.upTo(number + 1);
        });
        Histogram nanos = arrivals.await(200);
        assertThat(nanos.getTotalCount()).isEqualTo(200);
        assertThat(nanos.getMaxValue()).isBetween(100 * MILLI, 101 * MILLI);
        // 100 requests were due in these 100 ms; half of them wait for more than half of it.
        assertThat(nanos.getCountBetweenValues(51 * MILLI, 101 * MILLI)).isBetween(48L, 52L);
        assertThat(nanos.getValueAtPercentile(40)).isLessThan(MILLI / 100);
    }

    @Test
    void severalThatArriveAtOnceAllCountAndTheFirstOnesDoNot() {
        Arrivals arrivals = new Arrivals(loop, 2, () -> now);
        now = loop.due(3);
        arrivals.upTo(4);
        arrivals.upTo(3);
        Histogram nanos = arrivals.await(4);
        assertThat(nanos.getTotalCount()).isEqualTo(2);
        assertThat(nanos.getMaxValue()).isBetween(MILLI, MILLI + 1_000);
        assertThat(nanos.getMinValue()).isZero();
    }
}
