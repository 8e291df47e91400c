// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A failure names the place where the contract is written: the place exists. */
class RuleTest {

    @ParameterizedTest
    @EnumSource(Rule.class)
    void whereItIsWrittenExists(Rule rule) throws Exception {
        String[] where = rule.where().split("#", 2);
        if (where[0].startsWith("docs/")) {
            assertThat(headings(Path.of("..", where[0]))).contains(where[1]);
        } else {
            Class<?> type = Class.forName(where[0]);
            assertThat(where.length == 1 || methods(type).anyMatch(where[1]::equals))
                    .as(rule.where())
                    .isTrue();
        }
    }

    private static Stream<String> methods(Class<?> type) {
        return Arrays.stream(type.getMethods()).map(Method::getName);
    }

    /** As GitHub makes them of headings. */
    private static Stream<String> headings(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'));
    }
}
