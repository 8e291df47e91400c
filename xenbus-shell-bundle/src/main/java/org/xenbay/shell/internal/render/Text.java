// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

/** Text as a terminal may see it: guests choose names and values, and must not be able to steer the terminal with them. */
public final class Text {
    private static final int FIRST_UNPRINTABLE_AFTER_ASCII = 0x7F;
    private static final int LAST_C1 = 0x9F;

    private Text() {}

    /**
     * @param text any text
     * @return the text with control and formatting characters written as {@code \n}, {@code \t} or hexadecimal
     */
    public static String printable(String text) {
        if (text.codePoints().allMatch(Text::isPrintable)) {
            return text;
        }
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isPrintable(c)) {
                safe.appendCodePoint(c);
            } else {
                safe.append(escape(c));
            }
        });
        return safe.toString();
    }

    private static boolean isPrintable(int c) {
        if (c < ' ' || c >= FIRST_UNPRINTABLE_AFTER_ASCII && c <= LAST_C1) {
            return false;
        }
        int type = Character.getType(c);
        return type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    private static String escape(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> c <= 0xFF ? String.format("\\x%02x", c) : String.format("\\u%04x", c);
        };
    }

    /**
     * @param text printable text
     * @return how many columns it takes
     */
    static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /**
     * @param text printable text
     * @param columns at least 1
     * @return the text, its end replaced by an ellipsis when it is wider
     */
    static String fit(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, columns - 1)) + "…";
    }

    /**
     * @param text printable text
     * @param columns a width
     * @return the text with blanks up to that width
     */
    static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }
}
