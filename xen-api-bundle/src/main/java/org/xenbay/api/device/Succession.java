// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Two places in memory that outlasts the process, of which one counts. A successor writes its account of a device beside its
 * predecessor's, which counts until the successor's is complete. So there is a whole one whenever the process is killed, in the
 * middle of a hand-over, too. Not thread-safe.
 *
 * @param <A> the form of an account
 */
public final class Succession<A extends Succession.Account> {

    /** What a successor has to know. A store of what makes it whole comes after all others. */
    public interface Account {

        /** @return whether it is whole, whoever's it is */
        boolean isWhole();

        /** @return how many there were before it; to be asked when it is whole */
        int generation();

        /**
         * It is whole from now on.
         *
         * @param generation how many there were before it
         */
        void complete(int generation);

        /** Nothing is to be found here any more. */
        void close();
    }

    private final List<A> places;

    private Succession(A first, A second) {
        this.places = List.of(first, second);
    }

    /**
     * @param <A> the form of an account
     * @param device whose
     * @param name what it is for; a word
     * @param size bytes of one account, a multiple of eight
     * @param form makes an account of memory, and changes nothing there
     * @return both places; empty where nothing outlasts this process
     */
    public static <A extends Account> Optional<Succession<A>> of(
            DeviceContext device, String name, int size, Function<ByteBuffer, A> form) {
        return of(device, name, size, (memory, place) -> form.apply(memory));
    }

    /**
     * @param <A> the form of an account
     * @param device whose
     * @param name what it is for; a word
     * @param size bytes of one account, a multiple of eight
     * @param form makes an account of memory and of which place it is, 0 or 1; changes nothing there
     * @return both places; empty where nothing outlasts this process
     */
    public static <A extends Account> Optional<Succession<A>> of(
            DeviceContext device, String name, int size, BiFunction<ByteBuffer, Integer, A> form) {
        return device.lasting(name, 2 * size)
                .map(memory -> new Succession<>(
                        form.apply(memory.slice(0, size), 0), form.apply(memory.slice(size, size), 1)));
    }

    /** @return the account that counts, whoever's it is */
    public Optional<A> counting() {
        return places.stream()
                .filter(Account::isWhole)
                .reduce((one, other) -> other.generation() - one.generation() > 0 ? other : one);
    }

    /**
     * @param right whether an account is of the connection that is taken over; asked once, of the one that counts
     * @return the account that counts, if it is the right one
     */
    public Optional<A> left(Predicate<? super A> right) {
        return counting().filter(right);
    }

    /** @return the place where no account counts, to be written anew */
    public A next() {
        return counting().filter(places.get(0)::equals).isPresent() ? places.get(1) : places.get(0);
    }

    /**
     * An account counts from now on, and no other does.
     *
     * @param written what {@link #next} gave
     */
    public void complete(A written) {
        written.complete(counting().map(earlier -> earlier.generation() + 1).orElse(0));
        places.stream().filter(place -> place != written).forEach(Account::close);
    }

    /** No account counts any more: the connection goes on without one. */
    public void abandon() {
        places.forEach(Account::close);
    }
}
