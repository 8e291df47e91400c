// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xenbay.api.input.KeyboardLayout.KeyPress;
import org.xenbay.api.input.KeyboardLayout.Level;

class KeyboardLayoutTest {

    private static String missingOfAscii(String layout) {
        return IntStream.range(' ', 0x7F)
                .filter(c -> KeyboardLayout.named(layout).stroke(c).isEmpty())
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** As docs/vkbd.md says of the layouts, accents are left out and nothing else. */
    @Test
    void eachLayoutCoversAsciiButItsAccents() {
        assertThat(missingOfAscii("us")).isEmpty();
        assertThat(missingOfAscii("gb")).isEmpty();
        assertThat(missingOfAscii("de")).isEqualTo("^`");
        assertThat(missingOfAscii("fr")).isEqualTo("^`~");
        assertThat(KeyboardLayout.names()).containsExactly("de", "fr", "gb", "us");
    }

    @Test
    void charactersAreOnTheKeysOfTheirLayout() {
        assertThat(KeyboardLayout.named("us").stroke('z')).contains(new KeyPress(44, Level.PLAIN));
        assertThat(KeyboardLayout.named("de").stroke('z')).contains(new KeyPress(21, Level.PLAIN));
        assertThat(KeyboardLayout.named("de").stroke('€')).contains(new KeyPress(18, Level.ALTGR));
        assertThat(KeyboardLayout.named("de").stroke('|')).contains(new KeyPress(86, Level.ALTGR));
        assertThat(KeyboardLayout.named("gb").stroke('£')).contains(new KeyPress(4, Level.SHIFT));
        assertThat(KeyboardLayout.named("gb").stroke('~')).contains(new KeyPress(43, Level.SHIFT));
        assertThat(KeyboardLayout.named("fr").stroke('a')).contains(new KeyPress(16, Level.PLAIN));
        assertThat(KeyboardLayout.named("fr").stroke('1')).contains(new KeyPress(2, Level.SHIFT));
        assertThat(KeyboardLayout.named("fr").stroke('@')).contains(new KeyPress(11, Level.ALTGR));
    }

    @Test
    void whatIsNotOnALayoutIsSaidSo() {
        assertThatThrownBy(() -> KeyboardLayout.named("dvorak"))
                .hasMessage("there is no keyboard layout dvorak; there are [de, fr, gb, us]");
        assertThatThrownBy(() -> KeyboardLayout.named("us").typing("a😀", Duration.ZERO))
                .hasMessage("keyboard layout us has no key for 😀 (U+1F600)");
        assertThatThrownBy(() -> KeyboardLayout.named("us").typing("\u0001", Duration.ZERO))
                .hasMessage("keyboard layout us has no key for U+0001");
    }
}
