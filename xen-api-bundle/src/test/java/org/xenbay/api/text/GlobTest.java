// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GlobTest {

    /** @return all texts of these letters that are not longer */
    private static List<String> texts(String letters, int length) {
        List<String> all = new ArrayList<>(List.of(""));
        for (int from = 0, done = 0; done < length; done++) {
            int end = all.size();
            for (; from < end; from++) {
                for (char letter : letters.toCharArray()) {
                    all.add(all.get(from) + letter);
                }
            }
        }
        return all;
    }

    @Test
    void itMatchesAsTheSameRegularExpressionDoes() {
        List<String> texts = texts("ab", 5);
        for (String pattern : texts("ab*?", 4)) {
            Glob glob = Glob.of(pattern);
            String regex = pattern.replace("*", ".*").replace("?", ".");
            assertThat(texts)
                    .as(pattern)
                    .allSatisfy(text -> assertThat(glob.matches(text)).as(text).isEqualTo(text.matches(regex)));
        }
    }

    @Test
    void otherCharactersStandForThemselves() {
        assertThat(Glob.of("046d:c3(1)c.*").matches("046d:c3(1)c.\n")).isTrue();
        assertThat(Glob.of("046d:c31c.").matches("046d:c31cx")).isFalse();
        assertThat(Glob.of("\\Q*").matches("\\Qa")).isTrue();
    }

    @Test
    void aCharacterOfTwoSurrogatesIsOne() {
        assertThat(Glob.of("a?b").matches("a\ud83d\ude80b")).isTrue();
        assertThat(Glob.of("*\ud83d\ude80").matches("x\ud83d\ude80")).isTrue();
    }

    @Test
    void capitalsAreTheSameOnlyWhereThatIsWanted() {
        assertThat(Glob.of("046D*").matches("046d:c31c")).isFalse();
        assertThat(Glob.ofAnyCase("046D*").matches("046d:c31c")).isTrue();
        assertThat(Glob.ofAnyCase("kElViN").matches("Kelvin")).isTrue();
        assertThat(Glob.ofAnyCase("[").matches("{")).as("no letters").isFalse();
    }

    /** A name comes from a device, and may be made for it. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void manyStarsTakeNoTime() {
        assertThat(Glob.of("*a".repeat(50) + "b").matches("a".repeat(20_000))).isFalse();
        assertThat(Glob.of("*".repeat(50) + "b").matches("a".repeat(20_000) + "b"))
                .isTrue();
    }
}
