// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.xen.SharedMemory;

class ByteRingTest {

    private static final int SIZE = 64;
    private static final int CONSUMER = 128;
    private static final int PRODUCER = 132;

    private final SharedMemory page = SharedMemory.over(ByteBuffer.allocateDirect(4096), () -> {});

    private void startAt(int index) {
        page.putInt(CONSUMER, index);
        page.putInt(PRODUCER, index);
    }

    private ByteRingReader reader() {
        return new ByteRingReader(page, 0, SIZE, CONSUMER, PRODUCER);
    }

    private ByteRingWriter writer() {
        return new ByteRingWriter(page, 0, SIZE, CONSUMER, PRODUCER);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, Integer.MAX_VALUE - 10, -1, -30, -64, 0xFFFFFF00})
    void whatGoesInComesOutInOrderWhereverTheIndicesStart(int start) {
        startAt(start);
        ByteRingWriter writer = writer();
        ByteRingReader reader = reader();
        Random random = new Random(start);
        byte[] sent = new byte[20_000];
        random.nextBytes(sent);
        byte[] received = new byte[sent.length];
        int in = 0;
        int out = 0;
        while (out < sent.length) {
            in += writer.write(sent, in, Math.min(random.nextInt(SIZE + 8), sent.length - in));
            if (random.nextBoolean()) {
                out += reader.read(received, out, random.nextInt(Math.min(SIZE + 8, sent.length - out + 1)));
            } else {
                ByteBuffer target = ByteBuffer.wrap(received);
                target.position(out).limit(Math.min(out + random.nextInt(SIZE), sent.length));
                out += reader.read(target);
            }
        }
        assertThat(received).isEqualTo(sent);
    }

    @Test
    void aFullRingTakesNothing() {
        startAt(-5);
        ByteRingWriter writer = writer();
        assertThat(writer.write(new byte[100], 0, 100)).isEqualTo(SIZE);
        assertThat(writer.free()).isZero();
        assertThat(writer.write(new byte[1], 0, 1)).isZero();
        assertThat(reader().available()).isEqualTo(SIZE);
    }

    @Test
    void aProducerThatClaimsMoreThanTheRingHoldsIsFoundOut() {
        startAt(10);
        ByteRingReader reader = reader();
        page.putInt(PRODUCER, 10 + SIZE + 1);
        assertThatThrownBy(reader::available)
                .isInstanceOf(CorruptRingException.class)
                .hasMessageContaining("75");
        page.putInt(PRODUCER, 9);
        assertThatThrownBy(() -> reader.read(new byte[1], 0, 1)).isInstanceOf(CorruptRingException.class);
    }

    @Test
    void aConsumerThatClaimsToHaveReadTheFutureIsFoundOut() {
        startAt(10);
        ByteRingWriter writer = writer();
        page.putInt(CONSUMER, 11);
        assertThatThrownBy(writer::free).isInstanceOf(CorruptRingException.class);
    }

    @Test
    void theOtherSideCannotMoveThisSidesIndex() {
        startAt(0);
        ByteRingWriter writer = writer();
        ByteRingReader reader = reader();
        writer.write(new byte[] {1, 2, 3}, 0, 3);
        page.putInt(CONSUMER, 2);
        byte[] all = new byte[3];
        assertThat(reader.read(all, 0, 3)).isEqualTo(3);
        assertThat(all).containsExactly(1, 2, 3);
    }

    @Test
    void aSuccessorContinuesWhereThePageSays() {
        startAt(-2);
        writer().write(new byte[] {1, 2, 3, 4}, 0, 4);
        reader().read(new byte[2], 0, 2);
        byte[] rest = new byte[4];
        assertThat(reader().read(rest, 0, 4)).isEqualTo(2);
        assertThat(rest).startsWith(3, 4);
    }

    @Test
    void aRingOutsideItsMemoryIsRefused() {
        assertThatThrownBy(() -> new ByteRingReader(page, 4090, SIZE, CONSUMER, PRODUCER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ByteRingReader(page, 0, 48, CONSUMER, PRODUCER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theWriterSaysWhichIndexItHasPublished() {
        startAt(-2);
        ByteRingWriter writer = writer();
        assertThat(writer.index()).isEqualTo(-2);
        writer.write(new byte[5], 0, 5);
        assertThat(writer.index()).isEqualTo(3).isEqualTo(page.getIntAcquire(PRODUCER));
    }
}
