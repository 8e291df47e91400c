// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.InputEvent.Motion;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.SharedMemory;

/** Which events are sent at once, on the thread that brings them, and which wait for the device's turn. */
class GuestInputTest {

    private static final int IN_CONS = 0;
    private static final int IN_PROD = 4;
    private static final int A = 30;
    private static final Features MOUSE = new Features(false, false, false, true, true, 800, 600, 800, 600, 1);

    private final SharedMemory page = SharedMemory.over(ByteBuffer.allocateDirect(4096), () -> {});
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicInteger wakes = new AtomicInteger();
    private final GuestInput input = new GuestInput(wakes::incrementAndGet, Allowance.unlimited());

    @BeforeEach
    void connect() {
        input.open(MOUSE, new Mode(false, false, false), false);
        input.attach(new GuestRing(page, new EventChannel() {
            @Override
            public int localPort() {
                return 1;
            }

            @Override
            public void signal() {
                signals.incrementAndGet();
            }

            @Override
            public void unmask() {}

            @Override
            public void close() {}
        }));
    }

    private int told() {
        return page.getInt(IN_PROD);
    }

    @Test
    void aKeyIsToldAtOnceAndMotionWaitsForMore() {
        input.frame("mouse", List.of(new Motion(1, 0)));
        input.frame("mouse", List.of(new Motion(1, 1)));
        assertThat(told()).isZero();
        assertThat(wakes).hasValue(2);
        input.frame("keyboard", List.of(new Key(A, true)));
        assertThat(told()).as("the motion before it, and the key").isEqualTo(2);
        assertThat(page.getInt(1024 + 4)).as("to the right, both in one").isEqualTo(2);
        assertThat(signals).as("one for all").hasValue(1);
        assertThat(wakes).as("nothing is left for the device's turn").hasValue(2);
    }

    @Test
    void whatAFullRingHasNoRoomForIsLeftToTheDevicesTurn() {
        for (int i = 0; i < 30; i++) {
            input.frame("keyboard", List.of(new Key(A, true)));
            input.frame("keyboard", List.of(new Key(A, false)));
        }
        assertThat(told()).isEqualTo(51);
        assertThat(wakes).hasValue(60 - 51);
        page.putIntRelease(IN_CONS, 51);
        input.flush();
        assertThat(told()).isEqualTo(60);
    }

    @Test
    void aKeyBehindTenThousandMotionsWaitsForOne() {
        for (int i = 0; i < 51; i++) {
            input.frame("keyboard", List.of(new Key(A + i, true)));
        }
        for (int i = 0; i < 10_000; i++) {
            input.frame("mouse", List.of(new Motion(1, -1)));
        }
        input.frame("keyboard", List.of(new Key(A, false)));
        page.putIntRelease(IN_CONS, 2);
        input.flush();
        assertThat(told()).isEqualTo(53);
        assertThat(page.getInt(1024 + 4)).isEqualTo(10_000);
        assertThat(page.getInt(1024 + 8)).isEqualTo(-10_000);
        assertThat(page.getInt(1024 + 40 + 4)).as("the key's code").isEqualTo(A);
    }

    @Test
    void aCorruptIndexIsMetByTheDeviceNotByTheSource() {
        page.putIntRelease(IN_CONS, 1000);
        input.frame("keyboard", List.of(new Key(A, true)));
        assertThat(wakes).hasValue(1);
        assertThatThrownBy(input::flush).isInstanceOf(CorruptRingException.class);
    }

    @Test
    void aRingThatWasTakenAwayIsNotTouched() {
        input.detach();
        page.close();
        input.frame("keyboard", List.of(new Key(A, true)));
        assertThat(wakes).hasValue(1);
        assertThat(signals).hasValue(0);
    }
}
