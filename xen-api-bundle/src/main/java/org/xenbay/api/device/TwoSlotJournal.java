// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Two slots for a journal in memory that outlasts the process. One slot is current. A successor writes its journal into the
 * other slot, and the predecessor's journal stays current until the successor's is complete. One slot is therefore complete
 * whenever the process is killed, even in the middle of a hand-over. Not thread-safe.
 *
 * @param <A> type of a slot
 */
public final class TwoSlotJournal<A extends TwoSlotJournal.Slot> {

    /** One of the two journals. The store that completes it is the last one. */
    @ConsumerType
    public interface Slot {

        /** @return whether the slot has a complete journal, of any connection */
        boolean isWhole();

        /** @return number of journals before this one; defined when {@link #isWhole} */
        int generation();

        /**
         * Completes the journal.
         *
         * @param generation number of journals before this one
         */
        void complete(int generation);

        /** Empties the slot. */
        void close();
    }

    private final List<A> slots;

    private TwoSlotJournal(A first, A second) {
        this.slots = List.of(first, second);
    }

    /**
     * @param <A> type of a slot
     * @param device the device of the journal
     * @param name one word that says what the journal is for
     * @param size bytes of one slot, a multiple of eight
     * @param form makes a slot from memory, without changing the memory
     * @return both slots; empty where no memory outlasts this process
     */
    public static <A extends Slot> Optional<TwoSlotJournal<A>> of(
            DeviceContext device, String name, int size, Function<ByteBuffer, A> form) {
        return of(device, name, size, (memory, slot) -> form.apply(memory));
    }

    /**
     * @param <A> type of a slot
     * @param device the device of the journal
     * @param name one word that says what the journal is for
     * @param size bytes of one slot, a multiple of eight
     * @param form makes a slot from memory and the slot's number, 0 or 1, without changing the memory
     * @return both slots; empty where no memory outlasts this process
     */
    public static <A extends Slot> Optional<TwoSlotJournal<A>> of(
            DeviceContext device, String name, int size, BiFunction<ByteBuffer, Integer, A> form) {
        return device.persistentMemory(name, 2 * size)
                .map(memory -> new TwoSlotJournal<>(
                        form.apply(memory.slice(0, size), 0), form.apply(memory.slice(size, size), 1)));
    }

    /** @return the current slot, of any connection */
    public Optional<A> current() {
        return slots.stream()
                .filter(Slot::isWhole)
                .reduce((one, other) -> other.generation() - one.generation() > 0 ? other : one);
    }

    /**
     * @param right tells whether a slot belongs to the connection that is taken over; called once, with the current slot
     * @return the current slot, if it belongs to that connection
     */
    public Optional<A> currentIf(Predicate<? super A> right) {
        return current().filter(right);
    }

    /** @return the slot that is not current, to be written */
    public A next() {
        return current().filter(slots.get(0)::equals).isPresent() ? slots.get(1) : slots.get(0);
    }

    /**
     * Makes a slot the current one and empties the other.
     *
     * @param written the slot that {@link #next} returned
     */
    public void complete(A written) {
        written.complete(current().map(earlier -> earlier.generation() + 1).orElse(0));
        slots.stream().filter(slot -> slot != written).forEach(Slot::close);
    }

    /** Empties both slots: from now on the connection is served without a journal. */
    public void abandon() {
        slots.forEach(Slot::close);
    }
}
