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

class EventRingTest {

    /** The keyboard page's ring towards the guest. */
    private static final EventRingLayout KEYBOARD = new EventRingLayout(1024, 40, 51, 0, 4);

    private final SharedMemory page = SharedMemory.over(ByteBuffer.allocateDirect(4096), () -> {});

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 1000, -1, -7, -51, -100, -103})
    void noEventIsLostOrOverwrittenAlsoAroundTheWrap(int start) {
        page.putInt(0, start);
        page.putInt(4, start);
        EventRingWriter writer = new EventRingWriter(page, KEYBOARD);
        EventRingReader reader = new EventRingReader(page, KEYBOARD);
        Random random = new Random(start);
        byte[] buffer = new byte[40];
        int sent = 0;
        int received = 0;
        while (received < 1_000) {
            while (random.nextInt(30) > 0
                    && writer.put(ByteBuffer.allocate(8).putInt(4, sent).array(), 8)) {
                sent++;
            }
            writer.publish();
            while (random.nextInt(10) > 0 && reader.take(buffer)) {
                assertThat(ByteBuffer.wrap(buffer).getInt(4)).isEqualTo(received);
                received++;
            }
        }
    }

    @Test
    void aSlotIsZeroBeyondItsEvent() {
        page.putByte(1024 + 39, 0xFF);
        new EventRingWriter(page, KEYBOARD).put(new byte[] {3, 1}, 2);
        assertThat(page.getByte(1024)).isEqualTo(3);
        assertThat(page.getByte(1024 + 39)).isZero();
    }

    @Test
    void aFullRingRefusesTheNextEvent() {
        EventRingWriter writer = new EventRingWriter(page, KEYBOARD);
        for (int i = 0; i < 51; i++) {
            assertThat(writer.put(new byte[40], 40)).isTrue();
        }
        assertThat(writer.put(new byte[40], 40)).isFalse();
    }

    @Test
    void indicesThatCannotBeRightAreFoundOut() {
        EventRingWriter writer = new EventRingWriter(page, KEYBOARD);
        EventRingReader reader = new EventRingReader(page, KEYBOARD);
        page.putInt(0, 1);
        assertThatThrownBy(writer::free).isInstanceOf(CorruptRingException.class);
        page.putInt(4, 52);
        assertThatThrownBy(() -> reader.take(new byte[40])).isInstanceOf(CorruptRingException.class);
    }
}
