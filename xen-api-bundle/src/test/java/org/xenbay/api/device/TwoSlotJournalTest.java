// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TwoSlotJournalTest {

    private static final int SIZE = 16;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(2 * SIZE);

    /** A number, whether it is whole, and its generation. */
    private record Number(ByteBuffer bytes) implements TwoSlotJournal.Slot {

        Number write(int value) {
            bytes.putInt(8, value);
            return this;
        }

        int value() {
            return bytes.getInt(8);
        }

        @Override
        public boolean isWhole() {
            return bytes.getInt(0) == 1;
        }

        @Override
        public int generation() {
            return bytes.getInt(4);
        }

        @Override
        public void complete(int generation) {
            bytes.putInt(4, generation).putInt(0, 1);
        }

        @Override
        public void close() {
            bytes.putInt(0, 0);
        }
    }

    /** @return the journal that a process finds in its device's persistent memory; null for a process without such memory */
    private TwoSlotJournal<Number> process(@Nullable ByteBuffer persistentMemory) {
        DeviceContext device = (DeviceContext) Proxy.newProxyInstance(
                DeviceContext.class.getClassLoader(), new Class<?>[] {DeviceContext.class}, (proxy, method, given) -> {
                    assertThat(method.getName()).isEqualTo("persistentMemory");
                    assertThat(given).containsExactly("number", 2 * SIZE);
                    return Optional.ofNullable(persistentMemory);
                });
        return TwoSlotJournal.of(device, "number", SIZE, Number::new).orElse(null);
    }

    private TwoSlotJournal<Number> process() {
        return process(memory);
    }

    private Optional<Integer> left() {
        return process().currentIf(number -> true).map(Number::value);
    }

    @Test
    void anAccountCountsWhenItIsComplete() {
        assertThat(process(null)).isNull();
        assertThat(left()).isEmpty();
        TwoSlotJournal<Number> first = process();
        Number number = first.next().write(1);
        assertThat(left()).isEmpty();
        first.complete(number);
        assertThat(left()).contains(1);
        assertThat(process().currentIf(found -> found.value() == 2))
                .as("another connection's")
                .isEmpty();
    }

    @Test
    void thePredecessorsCountsUntilTheSuccessorsIsComplete() {
        TwoSlotJournal<Number> first = process();
        first.complete(first.next().write(1));
        for (int value = 2; value < 6; value++) {
            process().next().write(99);
            assertThat(left()).as("killed before it was complete").contains(value - 1);
            TwoSlotJournal<Number> next = process();
            Number number = next.next().write(value);
            next.complete(number);
            assertThat(left()).contains(value);
            assertThat(next.current()).contains(number);
        }
    }

    @Test
    void ofTwoThatAreWholeTheLaterOneCounts() {
        TwoSlotJournal<Number> first = process();
        first.complete(first.next().write(1));
        first.next().write(2).complete(1);
        assertThat(left()).as("killed before the earlier one was closed").contains(2);
        TwoSlotJournal<Number> next = process();
        next.complete(next.next().write(3));
        assertThat(left()).contains(3);
    }

    @Test
    void generationsMayOverflow() {
        TwoSlotJournal<Number> first = process();
        first.next().write(1).complete(Integer.MAX_VALUE);
        TwoSlotJournal<Number> next = process();
        Number number = next.next().write(2);
        number.complete(Integer.MIN_VALUE);
        assertThat(left()).contains(2);
    }
}
