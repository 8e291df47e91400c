// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.figure.Figures;

class AuthorTest {

    private static StackTraceElement frame(String className) {
        return new StackTraceElement(className, "call", "File.java", 1);
    }

    @Test
    void whatThrowsForThePlatformIsNotTheAuthors() {
        StackTraceElement author = frame("org.example.EchoHandler");
        assertThat(Author.of(
                        frame("java.util.Objects"),
                        frame("org.xenbay.api.ring.ByteRingReader"),
                        frame(Figure.class.getName()),
                        author))
                .contains(author);
        assertThat(Author.of(frame("java.lang.Thread"), frame(Figures.class.getName())))
                .isEmpty();
    }

    @Test
    void theRefusalOfAFigureIsForTheLineThatRegistersIt() {
        Throwable refusal = catchThrowable(() -> new Figure("requests_total", Figure.Kind.COUNTER, "requests"));
        assertThat(Author.of(refusal.getStackTrace()))
                .hasValueSatisfying(line -> assertThat(line.getClassName()).isEqualTo(AuthorTest.class.getName()));
    }
}
