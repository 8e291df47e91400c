// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

/** Widths of printable text. */
final class Text {
    private Text() {}

    /**
     * @param text printable text
     * @return its width in columns
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
