// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@link ThreadLocal}: a value of each scheduled thread, not of the carrier that runs it.
 *
 * @param <T> type of the value
 */
public class ThreadValue<T> {

    public ThreadValue() {}

    /** @return a value that is made for each thread at its first use */
    public static <S> ThreadValue<S> withInitial(Supplier<? extends S> maker) {
        return new ThreadValue<>() {
            @Override
            protected @Nullable S initialValue() {
                return maker.get();
            }
        };
    }

    protected @Nullable T initialValue() {
        return null;
    }

    @SuppressWarnings("unchecked")
    public @Nullable T get() {
        return (T) Carrier.scheduled().values.computeIfAbsent(this, unused -> initialValue());
    }

    public void set(T value) {
        Carrier.scheduled().values.put(this, value);
    }

    public void remove() {
        Carrier.scheduled().values.remove(this);
    }
}
