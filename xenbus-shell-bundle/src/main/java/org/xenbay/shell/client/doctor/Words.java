// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

/** Texts for a terminal, for a shell, and for JSON. */
final class Words {

    private Words() {}

    /**
     * @param text any text
     * @return the text with a question mark in place of each character that could control a terminal
     */
    static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> safe.appendCodePoint(isPrintable(c) ? c : '?'));
        return safe.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /**
     * @param word for example a file's name, which may have blanks
     * @return the word as a shell takes it, between apostrophes where it has to be
     */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /**
     * @param text a printable one
     * @return it as a string of JSON (RFC 8259, section 7), with its quotation marks
     */
    static String json(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
