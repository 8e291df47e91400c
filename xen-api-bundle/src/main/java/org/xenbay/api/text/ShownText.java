// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.text;

import java.util.regex.Pattern;

/**
 * Text that a guest, a device or a client has chosen, for a log or a message: it must neither forge lines, nor control the
 * terminal that shows them, nor change the direction of writing. From any thread.
 */
public final class ShownText {

    /** Control and format characters, lone surrogates, and separators of lines and paragraphs. */
    private static final Pattern MASKED = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private ShownText() {}

    /**
     * @param text any text
     * @return the text with a question mark for each character that is no part of a line
     */
    public static String of(String text) {
        return MASKED.matcher(text).replaceAll("?");
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
