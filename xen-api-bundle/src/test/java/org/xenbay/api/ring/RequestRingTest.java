// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xenbay.api.xen.SharedMemory;

class RequestRingTest {

    private static final int SLOT = 24;

    private final SharedMemory page = SharedMemory.over(ByteBuffer.allocateDirect(4096), () -> {});
    private final RequestRingFront front = new RequestRingFront(page, SLOT);
    private final RequestRingBack back = new RequestRingBack(page, SLOT);

    private static byte[] entry(int number) {
        return ByteBuffer.allocate(SLOT).putInt(number).array();
    }

    private static int number(byte[] entry) {
        return ByteBuffer.wrap(entry).getInt();
    }

    @Test
    void theNumberOfSlotsIsTheGreatestPowerOfTwoThatFits() {
        assertThat(front.slots()).isEqualTo(128);
        assertThat(new RequestRingBack(page, 112).slots()).isEqualTo(32);
    }

    @Test
    void everyRequestIsAnsweredOnceInAnyInterleaving() {
        Random random = new Random(7);
        Deque<Integer> taken = new ArrayDeque<>();
        byte[] buffer = new byte[SLOT];
        int sent = 0;
        int answered = 0;
        while (answered < 20_000) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    while (random.nextInt(5) > 0 && front.put(entry(sent), SLOT)) {
                        sent++;
                    }
                    front.publish();
                }
                case 1 -> {
                    back.drain(random.nextInt(5), () -> buffer, request -> taken.add(number(request)));
                }
                case 2 -> {
                    while (random.nextInt(5) > 0 && !taken.isEmpty()) {
                        back.put(entry(-taken.poll()), SLOT);
                    }
                    back.publish();
                }
                default -> {
                    while (front.hasNext()) {
                        front.take(buffer);
                        assertThat(number(buffer)).isEqualTo(-answered);
                        answered++;
                    }
                }
            }
        }
        assertThat(back.unanswered()).isEqualTo(taken.size());
    }

    @Test
    void theOtherSideIsToldOnlyWhenItAsked() {
        assertThat(front.put(entry(1), SLOT)).isTrue();
        assertThat(front.publish()).as("a new ring asks for the first request").isTrue();
        assertThat(front.put(entry(2), SLOT)).isTrue();
        assertThat(front.publish()).as("the backend has not asked again").isFalse();
        byte[] buffer = new byte[SLOT];
        assertThat(back.drain(2, () -> buffer, request -> {}))
                .as("a turn that is over asks for nothing: its owner comes back")
                .isTrue();
        assertThat(front.put(entry(3), SLOT)).isTrue();
        assertThat(front.publish()).isFalse();
        assertThat(back.drain(2, () -> buffer, request -> {})).as("empty").isFalse();
        assertThat(front.put(entry(4), SLOT)).isTrue();
        assertThat(front.publish()).isTrue();
        assertThat(back.hasNext()).isTrue();
    }

    @Test
    void whatIsPublishedAlreadyIsNotAnnouncedAgain() {
        assertThat(front.publish()).isFalse();
        front.put(entry(1), SLOT);
        front.publish();
        assertThat(front.publish()).isFalse();
        byte[] buffer = new byte[SLOT];
        back.drain(1, () -> buffer, request -> back.put(request, SLOT));
        assertThat(back.publish()).as("a new ring asks for the first response").isTrue();
        assertThat(back.publish()).isFalse();
    }

    @Test
    void aResponseWithoutARequestIsADefect() {
        assertThatThrownBy(() -> back.put(entry(1), SLOT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSuccessorSeesTheRequestsThatNobodyAnswered() {
        byte[] buffer = new byte[SLOT];
        for (int i = 0; i < 5; i++) {
            front.put(entry(i), SLOT);
        }
        front.publish();
        back.drain(2, () -> buffer, request -> {});
        back.put(entry(0), SLOT);
        back.publish();
        RequestRingBack successor = new RequestRingBack(page, SLOT);
        assertThat(successor.available()).isEqualTo(4);
        successor.take(buffer);
        assertThat(number(buffer)).isEqualTo(1);
    }

    @Test
    void takingARequestThatWasNotSeenIsADefect() {
        assertThatThrownBy(() -> back.take(new byte[SLOT])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> front.take(new byte[SLOT])).isInstanceOf(IllegalStateException.class);
    }
}
