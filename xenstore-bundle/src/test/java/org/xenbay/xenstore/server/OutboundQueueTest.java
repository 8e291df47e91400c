// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class OutboundQueueTest {

    private final OutboundQueue queue = new OutboundQueue(100);
    private final WatchEntry watch = new WatchEntry(null, "/a", "t", 0);
    private final ByteBuffer buffer = ByteBuffer.allocate(1_000);

    private int copied() {
        buffer.clear();
        queue.copyTo(buffer);
        return buffer.position();
    }

    @Test
    void anEventThatWaitsIsNotAddedAgain() {
        assertThat(queue.event(watch, "/a", new byte[10])).isTrue();
        assertThat(queue.event(watch, "/a", new byte[10])).isTrue();
        assertThat(queue.event(watch, "/b", new byte[10])).isTrue();
        assertThat(queue.bytes()).isEqualTo(20);
    }

    @Test
    void anEventThatIsBeingWrittenDoesNotWaitAnyMore() {
        queue.event(watch, "/a", new byte[10]);
        assertThat(copied()).isEqualTo(10);
        queue.event(watch, "/a", new byte[10]);
        assertThat(queue.bytes())
                .as("the client may have read the first already")
                .isEqualTo(20);
        queue.sent(10);
        assertThat(copied()).isEqualTo(10);
        queue.sent(10);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void anEventOfWhichNothingWasWrittenWaitsAgain() {
        queue.event(watch, "/a", new byte[10]);
        queue.event(watch, "/b", new byte[10]);
        queue.event(watch, "/c", new byte[10]);
        copied();
        queue.sent(15);
        assertThat(queue.bytes()).isEqualTo(15);
        queue.event(watch, "/c", new byte[10]);
        assertThat(queue.bytes()).as("waits whole").isEqualTo(15);
        queue.event(watch, "/b", new byte[10]);
        assertThat(queue.bytes()).as("has been begun").isEqualTo(25);
        queue.event(watch, "/a", new byte[10]);
        assertThat(queue.bytes()).as("is gone").isEqualTo(35);
    }

    @Test
    void bytesComeOutInOrderHoweverManyAreWrittenAtATime() {
        for (byte i = 0; i < 10; i++) {
            queue.reply(new byte[] {i, i, i});
        }
        StringBuilder seen = new StringBuilder();
        while (!queue.isEmpty()) {
            copied();
            int written = Math.min(2, buffer.position());
            for (int i = 0; i < written; i++) {
                seen.append(buffer.get(i));
            }
            queue.sent(written);
        }
        assertThat(seen).hasToString("000111222333444555666777888999");
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void eventsAreBoundedAndRepliesAreNot() {
        assertThat(queue.event(watch, "/a", new byte[60])).isTrue();
        assertThat(queue.event(watch, "/b", new byte[60])).isFalse();
        queue.reply(new byte[60]);
        assertThat(queue.bytes()).isEqualTo(120);
    }
}
