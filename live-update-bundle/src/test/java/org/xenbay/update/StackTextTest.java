// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;

class StackTextTest {

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void theAuthorsFirstFrameIsNamedAndReflectionIsNot() {
        Exception thrown = new InvocationTargetException(
                new IllegalStateException("no licence", new java.io.IOException("file missing")));
        String line = StackText.oneLine(trace(thrown), StackTextTest.class.getName()::equals);
        assertThat(line)
                .startsWith(
                        "java.lang.IllegalStateException: no licence, caused by java.io.IOException: file missing at "
                                + "org.xenbay.update.StackTextTest.theAuthorsFirstFrame")
                .contains("(StackTextTest.java:")
                .doesNotContain("\n");
    }

    @Test
    void theInnermostCauseIsFound() {
        Exception inner = new java.io.IOException("file missing");
        assertThat(StackText.rootOf(new InvocationTargetException(new IllegalStateException(inner))))
                .isSameAs(inner);
        assertThat(StackText.rootOf(inner)).isSameAs(inner);
    }

    @Test
    void framesOfModulesAndLambdasAreRead() {
        String trace = "java.lang.Error: x\n\tat java.base/java.util.List.of(List.java:1)\n"
                + "\tat app//org.example.A$B.lambda$new$0(A.java:7)\n";
        assertThat(StackText.oneLine(trace, "org.example.A$B"::equals))
                .isEqualTo("java.lang.Error: x at org.example.A$B.lambda$new$0(A.java:7)");
    }

    @Test
    void withoutAnOwnFrameAndWithoutATraceItIsStillOneLine() {
        assertThat(StackText.oneLine("java.lang.Error: x\n\tat a.B.c(B.java:1)\n", type -> false))
                .isEqualTo("java.lang.Error: x");
        assertThat(StackText.oneLine(null, type -> true)).isEqualTo("null");
        assertThat(StackText.oneLine("x".repeat(1000), type -> true)).hasSizeLessThan(500);
    }
}
