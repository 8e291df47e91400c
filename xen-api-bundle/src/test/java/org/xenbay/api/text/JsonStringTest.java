// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonStringTest {

    @Test
    void whatTheGrammarAsksForIsEscaped() {
        assertQuoted("", "");
        assertQuoted("a b", "a b");
        assertQuoted("a\"b\\c", "a\\\"b\\\\c");
        assertQuoted("\n\r\t", "\\n\\r\\t");
        assertQuoted("\0\u001B", "\\u0000\\u001b");
    }

    @Test
    void whatATerminalObeysIsEscapedAndOtherTextIsNot() {
        assertQuoted("\u007F\u009B\u2028\u2029", "\\u007f\\u009b\\u2028\\u2029");
        assertQuoted("\u00e9\u20ac", "\u00e9\u20ac");
    }

    @Test
    void aSurrogateIsEscapedOnlyWhereItIsAlone() {
        assertQuoted("\uD83D\uDE00", "\uD83D\uDE00");
        assertQuoted("\uD83D", "\\ud83d");
        assertQuoted("\uDE00\uD83D", "\\ude00\\ud83d");
    }

    private static void assertQuoted(String text, String inside) {
        assertThat(JsonString.quote(text)).isEqualTo('"' + inside + '"');
    }
}
