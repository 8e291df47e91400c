// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenbay.api.xen.SharedMemory;

/**
 * A frontend that writes what it wants to all four indices, wherever they stand; slots of USB, of block devices and of USB's
 * plug events.
 */
class HostileRequestRingTest {

    private static final int REQUEST_PRODUCER = 0;
    private static final int REQUEST_EVENT = 4;
    private static final int RESPONSE_PRODUCER = 8;
    private static final int RESPONSE_EVENT = 12;

    private final SharedMemory page = SharedMemory.over(ByteBuffer.allocateDirect(4096), () -> {});

    static Stream<Arguments> rings() {
        return Stream.of(148, 112, 4)
                .flatMap(slot -> IntStream.of(0, 1, -1, -3, Integer.MAX_VALUE - 1, Integer.MIN_VALUE)
                        .mapToObj(start -> Arguments.of(slot, start)));
    }

    private RequestRingBack ringAt(int start, int slot) {
        page.putInt(REQUEST_PRODUCER, start);
        page.putInt(RESPONSE_PRODUCER, start);
        return new RequestRingBack(page, slot);
    }

    private static int take(RequestRingBack ring, int most, int slot) {
        byte[] buffer = new byte[slot];
        int before = ring.unanswered();
        ring.drain(most, () -> buffer, request -> {});
        return ring.unanswered() - before;
    }

    @ParameterizedTest
    @MethodSource("rings")
    void moreRequestsThanSlotsAreNoneAtAll(int slot, int start) {
        RequestRingBack ring = ringAt(start, slot);
        for (int claimed : new int[] {ring.slots() + 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            page.putInt(REQUEST_PRODUCER, start + claimed);
            assertThatThrownBy(ring::hasNext).as("%d", claimed).isInstanceOf(CorruptRingException.class);
            assertThatThrownBy(ring::available).isInstanceOf(CorruptRingException.class);
        }
        page.putInt(REQUEST_PRODUCER, start + ring.slots());
        assertThat(take(ring, Integer.MAX_VALUE, slot)).isEqualTo(ring.slots());
    }

    @ParameterizedTest
    @MethodSource("rings")
    void requestsThatAreNotAnsweredCannotBeOverrun(int slot, int start) {
        RequestRingBack ring = ringAt(start, slot);
        page.putInt(REQUEST_PRODUCER, start + ring.slots());
        take(ring, ring.slots(), slot);
        page.putInt(REQUEST_PRODUCER, start + ring.slots() + 1);
        assertThatThrownBy(ring::hasNext).isInstanceOf(CorruptRingException.class);
    }

    @ParameterizedTest
    @MethodSource("rings")
    void whatWasSeenCannotBeTakenBack(int slot, int start) {
        RequestRingBack ring = ringAt(start, slot);
        page.putInt(REQUEST_PRODUCER, start + 4);
        assertThat(ring.available()).isEqualTo(4);
        page.putInt(REQUEST_PRODUCER, start + 1);
        assertThat(take(ring, 4, slot)).as("those that were seen").isEqualTo(4);
        assertThatThrownBy(ring::hasNext).isInstanceOf(CorruptRingException.class);
    }

    @ParameterizedTest
    @MethodSource("rings")
    void anEmptyRingAsksForExactlyTheNextRequest(int slot, int start) {
        RequestRingBack ring = ringAt(start, slot);
        page.putInt(REQUEST_PRODUCER, start + 3);
        assertThat(take(ring, 3, slot)).isEqualTo(3);
        assertThat(ring.hasNext()).isFalse();
        assertThat(page.getInt(REQUEST_EVENT)).isEqualTo(start + 4);
        page.putInt(REQUEST_PRODUCER, start + 4);
        assertThat(ring.hasNext()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("rings")
    void aFrontendIsToldOfTheResponseItAskedForAndOfNoOther(int slot, int start) {
        for (int asked = 0; asked <= 5; asked++) {
            RequestRingBack ring = ringAt(start, slot);
            page.putInt(REQUEST_PRODUCER, start + 4);
            take(ring, 4, slot);
            ring.put(new byte[slot], slot);
            ring.publish();
            IntStream.range(0, 3).forEach(response -> ring.put(new byte[slot], slot));
            page.putInt(RESPONSE_EVENT, start + asked);
            assertThat(ring.publish()).as("asked for %d of 2 to 4", asked).isEqualTo(asked >= 2 && asked <= 4);
        }
    }

    /** This half's indices lie where the frontend can write, and are not read back. */
    @ParameterizedTest
    @MethodSource("rings")
    void whatIsWrittenToThisSidesIndicesIsNotBelieved(int slot, int start) {
        Random random = new Random(start);
        RequestRingBack ring = ringAt(start, slot);
        for (int sent = 1; sent <= 200; sent++) {
            page.putInt(REQUEST_PRODUCER, start + sent);
            page.putInt(REQUEST_EVENT, random.nextInt());
            page.putInt(RESPONSE_PRODUCER, random.nextInt());
            page.putInt(RESPONSE_EVENT, random.nextInt());
            assertThat(take(ring, 1, slot)).isEqualTo(1);
            ring.put(new byte[slot], slot);
            assertThatCode(ring::publish).doesNotThrowAnyException();
            assertThat(page.getInt(RESPONSE_PRODUCER)).isEqualTo(start + sent);
        }
    }
}
