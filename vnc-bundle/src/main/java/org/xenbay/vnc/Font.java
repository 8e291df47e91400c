// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.HashMap;
import java.util.Map;

/** Capital letters, digits and some signs, 5 pixels wide and 7 high. */
final class Font {

    static final int WIDTH = 5;
    static final int HEIGHT = 7;

    /** A character, then its rows from the top, each a digit in base 32 with the left pixel as its highest bit. */
    private static final String GLYPHS = """
            Aehhvhhh Buhhuhhu Cehggghe Duhhhhhu Evgguggv Fvgguggg Gehgnhhf Hhhhvhhh Ie44444e J72222ic
            Khikokih Lggggggv Mhrllhhh Nhhpljhh Oehhhhhe Puhhuggg Qehhhlid Ruhhukih Sfgge11u Tv444444
            Uhhhhhhe Vhhhhha4 Whhhllla Xhha4ahh Yhhha444 Zv1248gv 0ehjlphe 14c4444e 2eh1248v 3v2421he
            426aiv22 5vgu11he 668guhhe 7v124888 8ehhehhe 9ehhf12c -000v000 .00000cc ,0000c48 :0cc0cc0
            /0124800 _000000v +044v440 (2488842 )8422248 =00v0v00
            """;

    private static final String QUESTION_MARK = "eh12404";

    private static final Map<Character, String> ROWS = new HashMap<>();

    static {
        for (String glyph : GLYPHS.strip().split("\\s+")) {
            ROWS.put(glyph.charAt(0), glyph.substring(1));
        }
    }

    private Font() {}

    /** @return whether a pixel of a character is lit; the font's question mark stands for unknown characters */
    static boolean isLit(char character, int x, int y) {
        if (character == ' ' || x < 0 || x >= WIDTH || y < 0 || y >= HEIGHT) {
            return false;
        }
        String rows = ROWS.getOrDefault(character, QUESTION_MARK);
        return (Character.digit(rows.charAt(y), 32) >> WIDTH - 1 - x & 1) == 1;
    }
}
