// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** By what devices are sorted: the most first, those of which it is not known last, equal ones in the order of their ids. */
public enum SortKey {
    /** The part of the host's work. */
    LOAD(TopRow::load),
    /** Requests per second. */
    REQUESTS(TopRow::requests),
    /** Bytes per second that guests have received. */
    READ(TopRow::readBytes),
    /** Bytes per second that guests have sent. */
    WRITTEN(TopRow::writtenBytes),
    /** Requests that wait. */
    QUEUE(TopRow::waiting),
    /** Events per second. */
    EVENTS(TopRow::events),
    /** Memory that the guest holds. */
    MEMORY(TopRow::guestMemory),
    /** The device's id: the least first. */
    DEVICE(row -> null);

    private final Comparator<TopRow> order;

    /** A value of a row. */
    private interface Value {

        /** @return null when it is not known */
        @Nullable
        Number of(TopRow row);
    }

    SortKey(Value value) {
        this.order = Comparator.comparing((TopRow row) -> known(value.of(row)), Comparator.<Double>reverseOrder())
                .thenComparing(TopRow::device);
    }

    private static double known(@Nullable Number value) {
        return value == null ? -1 : value.doubleValue();
    }

    /** @return how rows are sorted */
    Comparator<TopRow> order() {
        return order;
    }

    /** @return the key that follows; after the last the first */
    SortKey next() {
        return values()[(ordinal() + 1) % values().length];
    }

    /** @return its name, as operators type it */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return all names */
    public static List<String> words() {
        return Arrays.stream(values()).map(SortKey::word).toList();
    }

    /**
     * @param word as operators type it
     * @return the key
     * @throws IllegalArgumentException when there is none of that name; the message names those that there are
     */
    public static SortKey of(String word) {
        return Arrays.stream(values())
                .filter(key -> key.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "devices are sorted by one of " + String.join(", ", words()) + ", not by " + word));
    }
}
