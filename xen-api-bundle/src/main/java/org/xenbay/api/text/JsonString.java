// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.text;

/** Strings of JSON (RFC 8259, section 7). From any thread. */
public final class JsonString {

    private JsonString() {}

    /**
     * @param text any text, lone surrogates included
     * @return the text as JSON writes it, with its quotation marks; on one line, and with nothing that a terminal obeys
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

    /** Control characters by the grammar; C1 controls and lone surrogates because a terminal or UTF-8 trips over them. */
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
