// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InputBytesTest {

    private final AtomicInteger demanded = new AtomicInteger();
    private final InputBytes input = new InputBytes(demanded::incrementAndGet);

    @Test
    void whatIsPutIsReadInOrder() throws InterruptedException {
        input.put(ByteBuffer.wrap("abc".getBytes(StandardCharsets.US_ASCII)));
        input.put(ByteBuffer.wrap("d".getBytes(StandardCharsets.US_ASCII)));
        byte[] two = new byte[2];
        assertThat(input.read(two, 0)).isEqualTo(2);
        assertThat(two).containsExactly('a', 'b');
        assertThat(input.read(two, 0)).isEqualTo(1);
        assertThat(input.read(two, 0)).isEqualTo(1);
        assertThat(two[0]).isEqualTo((byte) 'd');
        assertThat(input.read(two, 0)).isZero();
        input.end();
        assertThat(input.read(two, 1000)).isEqualTo(InputBytes.END);
    }

    @Test
    void singleBytesCountAsTheMemoryThatTheyTake() {
        int pieces = 1;
        while (input.put(ByteBuffer.allocate(1))) {
            pieces++;
        }
        assertThat(pieces).isLessThan(1100);
    }

    @Test
    void whoSendsMuchIsAskedForMoreWhenThereIsRoomAgain() throws InterruptedException {
        assertThat(input.put(ByteBuffer.allocate(InputBytes.MAX_BYTES - 2 * InputBytes.PIECE_COST - 1)))
                .isTrue();
        assertThat(input.put(ByteBuffer.allocate(1))).isFalse();
        assertThat(demanded).hasValue(0);
        assertThat(input.read(new byte[10], 0)).isEqualTo(10);
        assertThat(input.read(new byte[10], 0)).isEqualTo(10);
        assertThat(demanded).hasValue(1);
    }
}
