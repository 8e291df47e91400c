// SPDX-License-Identifier: Apache-2.0
package org.xenbay.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.text.JsonString;

/** A report's JSON is read as it was written, and nothing else is. */
class JsonReaderTest {

    @Test
    void valuesOfEachKindAreRead() {
        assertThat(JsonReader.read(" {\"a\":[1,-2.5e1,\"x\",true,false,null,[],{}]} \n"))
                .isEqualTo(Map.of("a", Arrays.asList(1L, -25.0, "x", true, false, null, List.of(), Map.of())));
    }

    @Test
    void aTextIsWhatItWasBeforeItWasWritten() {
        String text = "\"\\/\b\f\n\r\t\u0000\u009b\u2028 größer \ud83d\ude00 \ud800";
        assertThat(JsonReader.read(JsonString.quote(text))).isEqualTo(text);
        assertThat(JsonReader.read("\"\\b\\f\\/\\u00e9\"")).isEqualTo("\b\f/\u00e9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[1", "[1 2]", "{\"a\" 1}", "{a:1}", "\"a", "\"\\x\"", "\"\\u12g4\"", "tru", "1 1"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> JsonReader.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at character");
    }
}
