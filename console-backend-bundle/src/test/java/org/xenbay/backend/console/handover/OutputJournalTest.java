// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xenbay.api.budget.Allowance;
import org.xenbay.backend.console.output.OutputBuffer;

class OutputJournalTest {

    private final ByteBuffer head = ByteBuffer.allocateDirect(OutputJournal.SIZE);
    private final Map<Integer, ByteBuffer> memory = new HashMap<>();

    /** @return the journal as a process finds it */
    private OutputJournal journal() {
        return new OutputJournal(
                head,
                (number, size) ->
                        Optional.of(memory.computeIfAbsent(number, unused -> ByteBuffer.allocateDirect(size))),
                1 << 20,
                () -> {});
    }

    @Test
    void aConsoleThatKeepsLittleTakesLittleMemoryAndOneThatKeepsMuchHasAllOfItAfterAKill() throws Exception {
        OutputJournal journal = journal();
        OutputBuffer none = new OutputBuffer(1 << 20, 0, Allowance.unlimited());
        journal.begin("8:9", none, 0);
        journal.complete(0);
        byte[] bytes = new byte[1000];
        for (int i = 0; i < 200; i++) {
            journal.append(bytes, 0, bytes.length, 1000L * i);
        }
        long taken = memory.values().stream().mapToLong(ByteBuffer::capacity).sum();
        assertThat(taken).as("all was read at once").isLessThanOrEqualTo(3 * OutputChunks.SMALLEST);
        for (int i = 200; i < 1000; i++) {
            Arrays.fill(bytes, (byte) i);
            journal.append(bytes, 0, bytes.length, 200_000);
        }
        OutputJournal next = journal();
        assertThat(next.isLeft("8:9")).isTrue();
        assertThat(next.takenUpTo()).isEqualTo(1_000_000);
        next.reached(Readers.PTY, 200_000, false);
        ParkedConsole left = next.left().build();
        assertThat(left.kept()).hasSize(800_000);
        for (int i = 200; i < 1000; i++) {
            assertThat(left.kept()[(i - 200) * 1000 + 999]).isEqualTo((byte) i);
        }
    }

    @Test
    void whatAnEarlierConnectionStillWritesToItsLogIsNotNotedInALaterOnesJournal() {
        OutputJournal first = journal();
        first.begin("8:9", new OutputBuffer(1 << 20, 0, Allowance.unlimited()), 0);
        first.complete(0);
        OutputJournal later = journal();
        later.begin("8:10", new OutputBuffer(1 << 20, 0, Allowance.unlimited()), 0);
        later.complete(2);
        later.terminal("pty-1.1-2-3-4");
        first.logging(7, 8);
        first.reached(Readers.LOG, 7, false);
        first.terminal(null);
        first.close();
        assertThat(journal().isLeft("8:10")).isTrue();
        assertThat(journal().logSize()).isEqualTo(-1);
        assertThat(journal().terminal()).contains("pty-1.1-2-3-4");
    }
}
