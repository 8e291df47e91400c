// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HelloTest {

    @Property(tries = 300)
    void whatAClientSaysIsUnderstood(
            @ForAll boolean line,
            @ForAll @IntRange(max = 10_000) int columns,
            @ForAll boolean keyboard,
            @ForAll boolean colour,
            @ForAll @Size(min = 1, max = 20) List<String> words,
            @ForAll @AlphaChars String directory)
            throws ProtocolException {
        Hello hello =
                new Hello(line, columns, keyboard, colour, words, directory.isEmpty() ? directory : "/" + directory);
        assertThat(Hello.decode(hello.encode())).isEqualTo(hello);
    }

    @Property
    void anyBytesAreAGreetingOrAProtocolError(@ForAll byte[] bytes) {
        try {
            assertThat(Hello.decode(bytes).words()).isNotEmpty();
        } catch (ProtocolException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }

    @Test
    void anotherVersionIsToldSo() {
        byte[] other = new Hello(false, 0, false, false, List.of("host"), "/").encode();
        other[0] = 2;
        assertThatThrownBy(() -> Hello.decode(other))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("different releases");
    }

    @Test
    void aClientOfAnEarlierReleaseSaysNoDirectory() throws ProtocolException {
        byte[] told = new Hello(false, 0, false, false, List.of("host"), "/srv").encode();
        byte[] before = Arrays.copyOf(told, told.length - "/srv".length() - Short.BYTES);
        assertThat(Hello.decode(before).directory()).isEmpty();
        assertThat(Hello.decode(told).directory()).isEqualTo("/srv");
    }

    @Test
    void aDirectoryThatIsNotAbsoluteIsRefused() {
        for (String wrong : List.of("srv", "./srv", "/s\0rv")) {
            assertThatThrownBy(() -> new Hello(false, 0, false, false, List.of("host"), wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void noWordsTooManyWordsAndTooLongWordsAreRefused() {
        assertThatThrownBy(() -> new Hello(false, 0, false, false, List.of(), ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Hello(false, 0, false, false, Collections.nCopies(257, "x"), ""))
                .isInstanceOf(IllegalArgumentException.class);
        Hello tooLong = new Hello(false, 0, false, false, Collections.nCopies(3, "x".repeat(30_000)), "");
        assertThatThrownBy(tooLong::encode).isInstanceOf(IllegalArgumentException.class);
    }
}
