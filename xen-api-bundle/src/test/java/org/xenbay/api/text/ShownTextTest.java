// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTextTest {

    @Test
    void whatIsNoPartOfALineIsMasked() {
        assertThat(ShownText.of("a\n\r\t\u0000\u001b[31m\u007f")).isEqualTo("a?????[31m?");
        assertThat(ShownText.of("\u009b2J")).as("a control character of C1").isEqualTo("?2J");
        assertThat(ShownText.of("\u202etxt.exe\u200b")).as("format characters").isEqualTo("?txt.exe?");
        assertThat(ShownText.of("\u2028\u2029")).as("separators").isEqualTo("??");
        assertThat(ShownText.of("\ud83d")).as("a lone surrogate").isEqualTo("?");
    }

    @Test
    void lettersOfAllScriptsAndEverythingElseStay() {
        String text = "web-1 \u00fcber \u6f22\u5b57 \ud83d\ude80 \"'\\$1?";
        assertThat(ShownText.of(text)).isEqualTo(text);
        assertThat(ShownText.of("")).isEmpty();
    }

    @Test
    void aLongTextIsCutAndSaysSo() {
        assertThat(ShownText.of("12345", 5)).isEqualTo("12345");
        assertThat(ShownText.of("1234\n6", 5)).isEqualTo("1234?…");
        assertThat(ShownText.of("\n", 1)).isEqualTo("?");
    }

    @Test
    void noCharacterIsCutIntoHalves() {
        assertThat(ShownText.of("ab\ud83d\ude80c", 3)).isEqualTo("ab…");
        assertThat(ShownText.of("ab\ud83d\ude80c", 4)).isEqualTo("ab\ud83d\ude80…");
    }
}
