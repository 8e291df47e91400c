// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NodeChangesTest {

    private long now = 5;
    private final NodeChanges changes = new NodeChanges(() -> now);

    @Test
    void aGuestThatWritesWithoutPauseIsReadEveryTwentyMilliseconds() {
        for (int i = 0; i < 32; i++) {
            assertThat(changes.frontend("node")).as("change %d", i).isZero();
            changes.take();
        }
        assertThat(changes.frontend("node")).isEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(changes.frontend("node")).isEqualTo(NodeChanges.SCHEDULED);
    }

    @Test
    void whatTheToolstackWritesIsReadAtOnceHoweverMuchThereIs() {
        for (int i = 0; i < 1000; i++) {
            assertThat(changes.backend("port/1")).as("change %d", i).isZero();
            changes.take();
        }
        assertThat(changes.frontend("node"))
                .as("a change of the guest's after them")
                .isZero();
    }

    @Test
    void whatTheToolstackWritesWaitsForTheEndOfAConflictToo() {
        assertThat(changes.conflict(NodeChanges.Changed.nothing())).isEqualTo(TimeUnit.MILLISECONDS.toNanos(10));
        changes.take();
        assertThat(changes.backend("port/1")).isEqualTo(TimeUnit.MILLISECONDS.toNanos(10));
    }
}
