// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of docs/adr: a reader finds each number once, and sees whether and since when a decision holds. */
class DecisionsTest {
    private static final Path FOLDER = Path.of("../docs/adr");

    @Test
    void noTwoHaveTheSameNumber() throws IOException {
        assertThat(decisions())
                .extracting(file -> file.getFileName().toString().substring(0, 4))
                .doesNotHaveDuplicates();
    }

    @Test
    void eachBeginsWithItsNumberItsStatusAndItsDay() throws IOException {
        for (Path file : decisions()) {
            int number = Integer.parseInt(file.getFileName().toString().substring(0, 4));
            assertThat(String.join("\n", Files.readAllLines(file).subList(0, 5)))
                    .as(file.toString())
                    .matches(
                            "# " + number + "\\. .+\\n\\n"
                                    + "Status: (proposed|accepted|superseded by \\[.+]\\(.+\\))\\W+(Date: )?\\d{4}-\\d\\d-\\d\\d(?s:.*)");
        }
    }

    private static List<Path> decisions() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{4}-.*\\.md"))
                    .sorted()
                    .toList();
        }
    }
}
