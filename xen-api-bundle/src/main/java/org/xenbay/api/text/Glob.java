// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.text;

import java.util.function.IntUnaryOperator;

/**
 * A pattern as operators write it: {@code *} stands for any text, {@code ?} for one character, and every other character for
 * itself. The time of a match is bounded by the product of both lengths, whatever stars there are. From any thread.
 */
public final class Glob {

    private final int[] pattern;
    private final IntUnaryOperator folding;

    private Glob(String pattern, IntUnaryOperator folding) {
        this.folding = folding;
        this.pattern = points(pattern);
    }

    /**
     * @param pattern any text
     * @return the pattern
     */
    public static Glob of(String pattern) {
        return new Glob(pattern, IntUnaryOperator.identity());
    }

    /**
     * @param pattern any text
     * @return the pattern, to which capital letters of ASCII are the same as small ones
     */
    public static Glob ofAnyCase(String pattern) {
        return new Glob(pattern, point -> point >= 'A' && point <= 'Z' ? point + 'a' - 'A' : point);
    }

    private int[] points(String text) {
        return text.codePoints().map(folding).toArray();
    }

    /**
     * @param whole any text
     * @return whether the pattern stands for all of it
     */
    public boolean matches(String whole) {
        int[] text = points(whole);
        int next = 0;
        int star = -1;
        int tried = 0;
        for (int at = 0; at < text.length; ) {
            if (next < pattern.length && pattern[next] == '*') {
                star = next++;
                tried = at;
            } else if (next < pattern.length && (pattern[next] == '?' || pattern[next] == text[at])) {
                next++;
                at++;
            } else if (star >= 0) {
                // The last star takes one character more.
                next = star + 1;
                at = ++tried;
            } else {
                return false;
            }
        }
        while (next < pattern.length && pattern[next] == '*') {
            next++;
        }
        return next == pattern.length;
    }
}
