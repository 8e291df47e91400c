// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.figure;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a device at one moment.
 *
 * @param name words of lower-case letters and digits, joined by {@code _}; a unit is the last word, as in {@code read_bytes}
 * @param kind whether it only grows
 * @param load what it says of the device's load
 * @param meaning its description, in one line
 * @param value a Long, or a Double where it is not whole; null when it is not known
 * @param problem why the value is not known; empty when it is known
 */
public record Figure(
        String name,
        Kind kind,
        Load load,
        String meaning,
        @Nullable Number value,
        String problem) {

    /** Most characters of a name. */
    public static final int MAX_NAME = 48;

    /** Most characters of a meaning. */
    public static final int MAX_MEANING = 200;

    /** Last words that have a meaning of their own in the metrics' format. */
    private static final List<String> RESERVED = List.of("total", "created", "count", "sum", "bucket", "info");

    /** Beyond this, a double cannot represent every whole number. */
    private static final double MAX_EXACT = 1L << 53;

    /** How the values of a figure change. */
    public enum Kind {
        /** They only grow. They start at zero with each run of the daemon. */
        COUNTER,
        /** They rise and fall. */
        GAUGE;

        /** @return its name in a sentence */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks name and meaning.
     *
     * @throws IllegalArgumentException when one of them is not allowed; the message says what is
     */
    public Figure {
        if (name.length() > MAX_NAME || !isName(name)) {
            throw new IllegalArgumentException(
                    "not a figure's name: " + name + "; accepted are words of lower-case letters and"
                            + " digits, joined by _, such as read_bytes, at most " + MAX_NAME + " characters");
        }
        for (String reserved : RESERVED) {
            if (isLastWord(reserved, name)) {
                throw new IllegalArgumentException("not a figure's name: " + name + "; the format of metrics adds "
                        + reserved + " itself, choose another last word");
            }
        }
        if (meaning.length() > MAX_MEANING || !isLine(meaning)) {
            throw new IllegalArgumentException(
                    "the figure " + name + " needs a meaning: one line, at most " + MAX_MEANING + " characters");
        }
        if (!load.allows(kind)) {
            throw new IllegalArgumentException("the figure " + name + " is a " + kind.word() + ", and " + load
                    + " is a " + (load == Load.WAITING ? Kind.GAUGE : Kind.COUNTER).word());
        }
    }

    // Each value of a figure is a new one, and a scrape of 5,000 devices makes 25,000 of them: the checks are loops,
    // without objects.

    private static boolean isName(String name) {
        boolean begins = true; // a word
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (letter == '_' && !begins) {
                begins = true;
            } else if (letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9' && i > 0) {
                begins = false;
            } else {
                return false;
            }
        }
        return !begins;
    }

    private static boolean isLastWord(String word, String name) {
        int before = name.length() - word.length() - 1;
        return name.endsWith(word) && (before < 0 || name.charAt(before) == '_');
    }

    /** @return whether it has something to read, and no control characters */
    private static boolean isLine(String text) {
        boolean blank = true;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (Character.isISOControl(letter)) {
                return false;
            }
            blank &= Character.isWhitespace(letter);
        }
        return !blank;
    }

    /**
     * A figure that says nothing of its device's load.
     *
     * @param name its name
     * @param kind whether it only grows
     * @param meaning its description
     * @param value null when it is not known
     * @param problem empty when the value is known
     */
    public Figure(String name, Kind kind, String meaning, @Nullable Number value, String problem) {
        this(name, kind, Load.NONE, meaning, value, problem);
    }

    /**
     * A figure whose value is not known yet.
     *
     * @param name its name
     * @param kind whether it only grows
     * @param load what it says of the device's load
     * @param meaning its description
     */
    public Figure(String name, Kind kind, Load load, String meaning) {
        this(name, kind, load, meaning, null, "");
    }

    /**
     * A figure whose value is not known yet, and that says nothing of its device's load.
     *
     * @param name its name
     * @param kind whether it only grows
     * @param meaning its description
     */
    public Figure(String name, Kind kind, String meaning) {
        this(name, kind, Load.NONE, meaning);
    }

    /**
     * @param count its value
     * @return the figure with that value
     */
    public Figure with(long count) {
        return new Figure(name, kind, load, meaning, count, "");
    }

    /**
     * @param measured its value
     * @return the figure with that value; it is a problem when the value is not finite
     */
    public Figure with(double measured) {
        if (!Double.isFinite(measured)) {
            return failed("its value is " + measured);
        }
        boolean whole = measured == Math.rint(measured) && Math.abs(measured) <= MAX_EXACT;
        return whole ? with((long) measured) : new Figure(name, kind, load, meaning, measured, "");
    }

    /**
     * @param why the value is not known
     * @return the figure with that problem
     */
    public Figure failed(String why) {
        return new Figure(name, kind, load, meaning, null, why);
    }

    /** @return its value for people, or why it is not known */
    public String text() {
        return value == null ? "not known: " + problem : value.toString();
    }
}
