// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.Origin;

class TallyTest {

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(4096);

    private Tally successor(String connection) {
        return begin(Origin.adopted(), connection);
    }

    private Tally begin(Origin origin, String connection) {
        Tally tally = new Tally(bytes, () -> {});
        tally.begin(origin, connection);
        return tally;
    }

    @Test
    void aSuccessorOfTheSameConnectionGoesOn() {
        successor("ring-ref=8").add(3);
        assertThat(successor("ring-ref=8").echoed()).isEqualTo(3);
    }

    @Test
    void anotherConnectionBeginsAnew() {
        successor("ring-ref=8").add(3);
        assertThat(successor("ring-ref=9").echoed()).isZero();
    }

    @Test
    void aDriverThatIsLoadedAgainBeginsAnewEvenWithTheSameNodes() {
        successor("ring-ref=8").add(3);
        assertThat(begin(Origin.fresh(), "ring-ref=8").echoed()).isZero();
    }

    @Test
    void whateverStepItIsKilledAtTheTallyIsThatOfBeforeOrOfAfter() {
        Tally tally = successor("ring-ref=8");
        tally.add(3);
        List<Long> found = new ArrayList<>();
        Tally watched = new Tally(bytes, () -> found.add(successor("ring-ref=8").echoed()));
        watched.add(4);
        assertThat(Set.copyOf(found)).containsExactlyInAnyOrder(3L, 7L);
    }
}
