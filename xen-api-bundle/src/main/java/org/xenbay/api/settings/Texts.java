// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads values that operators write, and writes values in the same form. A value that cannot be read is an
 * IllegalArgumentException.
 */
final class Texts {

    private static final Set<String> YES = Set.of("yes", "on", "true", "1", "y");
    private static final Set<String> NO = Set.of("no", "off", "false", "0", "n");
    private static final Pattern QUANTITY = Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]+)?)\\s*([a-z]*)");
    private static final Map<String, Long> BYTES = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("byte", 1L),
            Map.entry("bytes", 1L),
            Map.entry("k", 1L << 10),
            Map.entry("kb", 1L << 10),
            Map.entry("kib", 1L << 10),
            Map.entry("m", 1L << 20),
            Map.entry("mb", 1L << 20),
            Map.entry("mib", 1L << 20),
            Map.entry("g", 1L << 30),
            Map.entry("gb", 1L << 30),
            Map.entry("gib", 1L << 30));
    private static final Map<String, Long> MILLIS = Map.ofEntries(
            Map.entry("ms", 1L),
            Map.entry("s", 1000L),
            Map.entry("sec", 1000L),
            Map.entry("second", 1000L),
            Map.entry("seconds", 1000L),
            Map.entry("m", 60_000L),
            Map.entry("min", 60_000L),
            Map.entry("minute", 60_000L),
            Map.entry("minutes", 60_000L),
            Map.entry("h", 3_600_000L),
            Map.entry("hour", 3_600_000L),
            Map.entry("hours", 3_600_000L),
            Map.entry("d", 86_400_000L),
            Map.entry("day", 86_400_000L),
            Map.entry("days", 86_400_000L));
    private static final List<String> SIZE_UNITS = List.of("", "k", "M", "G");

    private Texts() {}

    static boolean decision(String text) {
        String word = lower(text);
        if (YES.contains(word)) {
            return true;
        }
        if (NO.contains(word)) {
            return false;
        }
        throw unreadable();
    }

    static long number(String text) {
        return quantity(text, Map.of("", 1L));
    }

    static long size(String text) {
        return quantity(text, BYTES);
    }

    static long millis(String text, Duration unit) {
        Matcher matcher = QUANTITY.matcher(lower(text));
        boolean bare = matcher.matches() && matcher.group(2).isEmpty();
        return bare ? quantity(text, Map.of("", unit.toMillis())) : quantity(text, MILLIS);
    }

    /** A fraction of a unit is accepted if it is a whole number in the base unit. */
    private static long quantity(String text, Map<String, Long> units) {
        Matcher matcher = QUANTITY.matcher(lower(text));
        if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
            throw unreadable();
        }
        try {
            return new BigDecimal(matcher.group(1))
                    .multiply(BigDecimal.valueOf(units.get(matcher.group(2))))
                    .longValueExact();
        } catch (ArithmeticException notWhole) {
            throw unreadable(notWhole);
        }
    }

    static long within(long value, long least, long most) {
        if (value < least || value > most) {
            throw unreadable();
        }
        return value;
    }

    static String word(String text, List<String> words) {
        return words.stream()
                .filter(word -> word.equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(Texts::unreadable);
    }

    static String ofSize(long bytes) {
        long value = bytes;
        int unit = 0;
        while (value != 0 && value % 1024 == 0 && unit + 1 < SIZE_UNITS.size()) {
            value /= 1024;
            unit++;
        }
        return value + SIZE_UNITS.get(unit);
    }

    static String ofDuration(Duration time) {
        long millis = time.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        if (millis % 60_000 != 0 || millis == 0 || millis == 60_000) {
            return millis / 1000 + "s";
        }
        return millis % 3_600_000 == 0 ? millis / 3_600_000 + "h" : millis / 60_000 + "m";
    }

    private static String lower(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException("");
    }

    private static IllegalArgumentException unreadable(Throwable why) {
        return new IllegalArgumentException("", why);
    }
}
