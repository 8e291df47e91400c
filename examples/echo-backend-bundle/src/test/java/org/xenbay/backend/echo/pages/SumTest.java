// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.Origin;

class SumTest {

    private static final String CONNECTION = "ring-ref=8";

    private static ByteBuffer bytes() {
        return ByteBuffer.allocateDirect(4096);
    }

    private static Sum begin(ByteBuffer bytes, Origin origin, Runnable atCommit) {
        Sum sum = new Sum(bytes, atCommit);
        sum.begin(origin, CONNECTION, 0);
        return sum;
    }

    /** Requests of four bytes: 1 at index 0, 2 at index 4, and so on. The ring's index is moved after each. */
    private static void serve(Sum sum, int[] consumer, int until) {
        while (consumer[0] < until) {
            int end = consumer[0] + 4;
            if (!sum.has(end)) {
                sum.add(end / 4, end);
            }
            consumer[0] = end;
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void eachRequestCountsOnceWhereverTheProcessIsKilled() {
        for (int step = 0; step < 8; step++) {
            ByteBuffer bytes = bytes();
            int[] consumer = {0};
            int[] left = {step};
            begin(bytes, Origin.fresh(), () -> {});
            Sum killed = new Sum(bytes, () -> {
                if (left[0]-- == 0) {
                    throw new Killed();
                }
            });
            try {
                serve(killed, consumer, 12);
            } catch (Killed atStep) {
                assertThat(consumer[0]).isLessThan(12);
            }
            Sum adopted = begin(bytes, Origin.adopted(), () -> {});
            serve(adopted, consumer, 12);
            assertThat(adopted.value()).as("killed at step %d", step).isEqualTo(1 + 2 + 3);
        }
    }

    @Test
    void aConnectionThatIsFreshBeginsAtZero() {
        ByteBuffer bytes = bytes();
        Sum sum = begin(bytes, Origin.fresh(), () -> {});
        sum.add(5, 4);
        assertThat(begin(bytes, Origin.adopted(), () -> {}).value()).isEqualTo(5);
        assertThat(begin(bytes, Origin.fresh(), () -> {}).value()).isZero();
    }
}
