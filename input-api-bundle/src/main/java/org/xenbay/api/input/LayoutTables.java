// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.input;

import java.util.List;
import java.util.Map;

/**
 * The keyboard layouts. A row begins with its first key's name (a key's place on a US keyboard); then follow the characters of
 * that key and of the keys to its right: plain, with Shift, with AltGr.
 */
final class LayoutTables {

    /** Stands for a character that takes two keys (an accent), or for no character. */
    static final char NOTHING = '·';

    private static final List<String> US = List.of(
            "grave `~",
            "1 1! 2@ 3# 4$ 5% 6^ 7& 8* 9( 0) -_ =+",
            "q qQ wW eE rR tT yY uU iI oO pP [{ ]}",
            "a aA sS dD fF gG hH jJ kK lL ;: '\"",
            "backslash \\|",
            "z zZ xX cC vV bB nN mM ,< .> /?");

    private static final List<String> GB = List.of(
            "grave `¬¦",
            "1 1! 2\" 3£ 4$€ 5% 6^ 7& 8* 9( 0) -_ =+",
            "q qQ wW eEé rR tT yY uUú iIí oOó pP [{ ]}",
            "a aAá sS dD fF gG hH jJ kK lL ;: '@",
            "backslash #~",
            "z zZ xX cC vV bB nN mM ,< .> /?",
            "102nd \\|");

    private static final List<String> DE = List.of(
            "grave ·°",
            "1 1! 2\"² 3§³ 4$ 5% 6& 7/{ 8([ 9)] 0=} ß?\\",
            "q qQ@ wW eE€ rR tT zZ uU iI oO pP üÜ +*~",
            "a aA sS dD fF gG hH jJ kK lL öÖ äÄ",
            "backslash #'",
            "z yY xX cC vV bB nN mMµ ,; .: -_",
            "102nd <>|");

    private static final List<String> FR = List.of(
            "grave ²",
            "1 &1 é2 \"3# '4{ (5[ -6| è7 _8\\ ç9 à0@ )°] =+}",
            "q aA zZ eE€ rR tT yY uU iI oO pP ·· $£",
            "a qQ sS dD fF gG hH jJ kK lL mM ù%",
            "backslash *µ",
            "z wW xX cC vV bB nN ,? ;. :/ !§",
            "102nd <>");

    static final Map<String, List<String>> ALL = Map.of("us", US, "gb", GB, "de", DE, "fr", FR);

    private LayoutTables() {}
}
