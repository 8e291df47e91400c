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
                    while (random.nextInt(5) > 0 && back.take(buffer)) {
                        taken.add(number(buffer));
                    }
                }
                case 2 -> {
                    while (random.nextInt(5) > 0 && !taken.isEmpty()) {
                        back.put(entry(-taken.poll()), SLOT);
                    }
                    back.publish();
                }
                default -> {
                    while (front.take(buffer)) {
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
        assertThat(back.take(buffer) && back.take(buffer)).isTrue();
        assertThat(back.finalCheck()).isFalse();
        assertThat(front.put(entry(3), SLOT)).isTrue();
        assertThat(front.publish()).isTrue();
        assertThat(back.finalCheck()).as("what came meanwhile is seen").isTrue();
    }

    @Test
    void aFrontendThatClaimsMoreRequestsThanSlotsIsFoundOut() {
        page.putInt(0, 129);
        assertThatThrownBy(() -> back.take(new byte[SLOT])).isInstanceOf(CorruptRingException.class);
        page.putInt(0, -1);
        assertThatThrownBy(back::available).isInstanceOf(CorruptRingException.class);
    }

    @Test
    void aFrontendCannotOverrunRequestsThatAreNotAnswered() {
        byte[] buffer = new byte[SLOT];
        page.putInt(0, 128);
        for (int i = 0; i < 128; i++) {
            assertThat(back.take(buffer)).isTrue();
        }
        page.putInt(0, 129);
        assertThatThrownBy(back::available).isInstanceOf(CorruptRingException.class);
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
        back.take(buffer);
        back.take(buffer);
        back.put(entry(0), SLOT);
        back.publish();
        RequestRingBack successor = new RequestRingBack(page, SLOT);
        assertThat(successor.available()).isEqualTo(4);
        assertThat(successor.take(buffer)).isTrue();
        assertThat(number(buffer)).isEqualTo(1);
    }
}
