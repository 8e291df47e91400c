// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.text;

/**
 * Text that a guest, a device or a client has chosen, for a log or a message: it must neither forge lines, nor control the
 * terminal that shows them, nor change the direction of writing. From any thread.
 */
public final class ShownText {

    private ShownText() {}

    /**
     * @param character a code point
     * @return whether it can be part of a line: it is no control or format character, no lone surrogate, and no separator of lines
     *     or paragraphs
     */
    public static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /**
     * @param text any text
     * @return the text with a question mark for each character that is no part of a line
     */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(each -> shown.appendCodePoint(isShown(each) ? each : '?'));
        return shown.toString();
    }

    /**
     * @param text any text
     * @param max the most characters of it, at least 1; three dots follow when there are more
     * @return the beginning of the text with a question mark for each character that is no part of a line
     */
    public static String of(String text, int max) {
        if (text.length() <= max) {
            return of(text);
        }
        int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return of(text.substring(0, end)) + "…";
    }
}
