// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.RefusedStateException;

/** The daemon is killed while keys are held: its successor releases every key that the guest may believe to be down. */
class ReportedStateJournalTest {

    private static final int A = 30;
    private static final int B = 48;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(ReportedStateJournal.SIZE);
    private final ReportedStateJournal first = new ReportedStateJournal(memory, () -> {});

    private List<byte[]> successor(String connection) {
        return successor(connection, Origin.adopted());
    }

    private List<byte[]> successor(String connection, Origin origin) {
        return new ReportedStateJournal(memory, () -> {}).begin(connection, origin);
    }

    @Test
    void whatIsDownIsReleasedAndWhatWasReleasedIsNot() {
        assertThat(first.begin("8:9", Origin.fresh())).isEmpty();
        first.pressing(A);
        first.pressing(B);
        BitSet keys = new BitSet();
        keys.set(B);
        first.shown(keys, new BitSet());
        first.touching(3);
        assertThat(successor("8:9")).containsExactly(KbdPage.key(B, false), KbdPage.touchUp(3), KbdPage.touchSync());
    }

    /** The process was killed before it noted that the guest has the release. The successor sends the release again, which does no harm. */
    @Test
    void aReleaseThatWasNotShownIsToldAgain() {
        first.begin("8:9", Origin.fresh());
        first.pressing(A);
        first.shown(BitSet.valueOf(new long[] {1L << A}), new BitSet());
        assertThat(successor("8:9")).containsExactly(KbdPage.key(A, false));
        assertThat(successor("8:9")).as("also after a second kill").containsExactly(KbdPage.key(A, false));
    }

    @Test
    void anotherConnectionBeginsWithNothingDown() {
        first.begin("8:9", Origin.fresh());
        first.pressing(A);
        assertThat(successor("8:10")).isEmpty();
        assertThat(successor("8:9")).isEmpty();
    }

    /** A frontend that begins over the same page has forgotten what was down. */
    @Test
    void aFreshConnectionBeginsWithNothingDownWhateverItIsCalled() {
        first.begin("8:9", Origin.fresh());
        first.pressing(A);
        assertThat(successor("8:9", Origin.fresh())).isEmpty();
        assertThat(successor("8:9")).isEmpty();
    }

    @Test
    void aConnectionThatWasParkedHasAllReleasedThatItsPredecessorMayHaveLeftDown() {
        first.begin("8:9", Origin.fresh());
        first.pressing(A);
        Origin.Resumed resumed = () -> new Parked(1, new byte[0]);
        assertThat(successor("8:9", resumed)).containsExactly(KbdPage.key(A, false));
    }

    /** The parked state has all that matters of the journal. */
    @Test
    void whatAnotherVersionLeftDoesNotKeepAParkedConnectionFromItsSuccessor() {
        first.begin("8:9", Origin.fresh());
        first.pressing(A);
        memory.order(ByteOrder.nativeOrder()).putInt(4, 9);
        Origin.Resumed resumed = () -> new Parked(1, new byte[0]);
        assertThat(successor("8:9", resumed)).isEmpty();
    }

    @Test
    void whatAnotherVersionLeftIsRefused() {
        first.begin("8:9", Origin.fresh());
        memory.order(ByteOrder.nativeOrder()).putInt(4, 9);
        assertThatThrownBy(() -> successor("8:9"))
                .isInstanceOf(RefusedStateException.class)
                .hasMessageContaining("version 9, known is 2");
    }
}
