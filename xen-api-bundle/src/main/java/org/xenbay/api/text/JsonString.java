// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.text;

/** Strings of JSON (RFC 8259, section 7). From any thread. */
public final class JsonString {

    private JsonString() {}

    /**
     * @param text any text, lone surrogates included
     * @return the text as JSON writes it, with its quotation marks; on one line, and without control characters
     */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (needsEscape(text, i)) {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    /**
     * The grammar requires it for control characters. C1 controls could control a terminal, and lone surrogates are invalid in
     * UTF-8.
     */
    private static boolean needsEscape(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        return c < ' ' || c >= 0x7F && c <= 0x9F || c == '\u2028' || c == '\u2029';
    }
}
