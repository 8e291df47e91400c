// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * A value with its text. Two values of a setting are equal when their texts are equal.
 *
 * @param value the value
 * @param text as an operator would write it
 */
record HeldValue<T>(T value, String text) {

    static HeldValue<Boolean> of(boolean value) {
        return new HeldValue<>(value, value ? "yes" : "no");
    }

    static HeldValue<Integer> of(int value) {
        return new HeldValue<>(value, Integer.toString(value));
    }

    static HeldValue<Long> of(long value) {
        return new HeldValue<>(value, Long.toString(value));
    }

    static HeldValue<Long> ofSize(long bytes) {
        return new HeldValue<>(bytes, Texts.ofSize(bytes));
    }

    static HeldValue<Duration> of(Duration time) {
        return new HeldValue<>(time, Texts.ofDuration(time));
    }

    static HeldValue<String> of(String text) {
        return new HeldValue<>(text, text);
    }

    static HeldValue<List<String>> of(List<String> texts, String separator) {
        return new HeldValue<>(List.copyOf(texts), String.join(separator, texts));
    }

    /** @return the function's result for the value, with the same text */
    <U> HeldValue<U> then(Function<? super T, ? extends U> further) {
        return new HeldValue<>(further.apply(value), text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeldValue<?> held && held.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
