// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputQueueTest {
    private final OutputQueue queue = new OutputQueue();

    private static ByteBuffer bytes(int count, char c) {
        return ByteBuffer.wrap(String.valueOf(c).repeat(count).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whatCameBeforeTheEndIsStillShown() throws InterruptedException {
        queue.add(bytes(3, 'a'));
        queue.end(AttachedTerminal.End.GONE);
        queue.end(AttachedTerminal.End.LEFT);
        assertThat(queue.take()).asString().isEqualTo("aaa");
        assertThat(queue.take()).isEmpty();
        assertThat(queue.end()).isEqualTo(AttachedTerminal.End.GONE);
    }

    @Test
    void singleBytesDoNotNeedFiftyTimesTheRoom() throws InterruptedException {
        for (int i = 0; i < 100_000; i++) {
            queue.add(bytes(1, 'a'));
        }
        assertThat(queue.take()).asString().contains(" bytes were lost");
        queue.end(AttachedTerminal.End.GONE);
        int chunks = 0;
        while (queue.take().length > 0) {
            chunks++;
        }
        assertThat(chunks).isBetween(10_000, 25_000);
    }

    @Test
    void aSlowTerminalLosesTheOldestAndIsToldHowMuch() throws InterruptedException {
        queue.add(bytes(600_000, 'a'));
        queue.add(bytes(600_000, 'b'));
        queue.add(bytes(10, 'c'));
        assertThat(queue.take()).asString().contains("600000 bytes were lost");
        assertThat(queue.take()).hasSize(600_000).contains('b');
        assertThat(queue.take()).asString().isEqualTo("cccccccccc");
    }
}
