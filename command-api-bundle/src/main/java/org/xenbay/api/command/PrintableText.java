// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.util.stream.Collectors;
import org.xenbay.api.text.ShownText;

/** Makes text safe for a terminal: guests choose names and values, and must not be able to control the terminal with them. */
public final class PrintableText {

    private PrintableText() {}

    /**
     * @param text any text
     * @return the text with control and formatting characters written as {@code \n}, {@code \t} or hexadecimal
     */
    public static String of(String text) {
        if (text.codePoints().allMatch(ShownText::isShown)) {
            return text;
        }
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (ShownText.isShown(c)) {
                safe.appendCodePoint(c);
            } else {
                safe.append(escape(c));
            }
        });
        return safe.toString();
    }

    /** Keeps the ends of lines. */
    static String lines(String text) {
        return String.valueOf(text).lines().map(PrintableText::of).collect(Collectors.joining("\n"));
    }

    private static String escape(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> c <= 0xFF ? String.format("\\x%02x", c) : String.format("\\u%04x", c);
        };
    }
}
