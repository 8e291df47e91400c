// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests took no longer than which bound. */
class LatenciesTest {

    private final Latencies latencies = new Latencies();

    /** The least bound that a duration is within. */
    private double bound() {
        return latencies.view().buckets().stream()
                .filter(bucket -> bucket.count() == 1)
                .mapToDouble(LatencyView.Bucket::seconds)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @CsvSource({
        "-5,       8e-6",
        "0,        8e-6",
        "8000,     8e-6",
        "8001,     16e-6",
        "16000,    16e-6",
        "1000000,  0.001024",
        "1024001,  0.002048",
        "16777216000, 16.777216",
        "16777216001, Infinity",
        "9223372036854775807, Infinity"
    })
    void aDurationIsWithinTheLeastBoundThatIsNotLess(long nanos, double seconds) {
        latencies.add(nanos);
        assertThat(bound()).isEqualTo(seconds);
        assertThat(latencies.view().count()).isEqualTo(1);
    }

    @Test
    void eachBoundCountsWhatIsWithinLowerOnesToo() {
        latencies.add(1_000);
        latencies.add(20_000);
        latencies.add(1_000_000_000);
        LatencyView view = latencies.view();
        assertThat(view.buckets())
                .extracting(LatencyView.Bucket::seconds)
                .isSorted()
                .hasSize(22);
        assertThat(view.buckets())
                .extracting(LatencyView.Bucket::count)
                .isSorted()
                .startsWith(1L, 1L, 2L)
                .endsWith(3L);
        assertThat(view.count()).isEqualTo(3);
        assertThat(view.seconds()).isCloseTo(1.000021, within(1e-9));
    }
}
