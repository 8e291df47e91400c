// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of docs/adr: a reader finds each number once, and sees whether and since when a decision holds. */
class DecisionsTest {
    private static final Path FOLDER = Path.of("../docs/adr");

    /** Not used; README of the folder says why. */
    private static final int GAP = 12;

    @Test
    void numbersHaveNoGapButTheOneThatIsExplained() throws IOException {
        List<Integer> numbers = decisions().stream()
                .map(file -> Integer.valueOf(file.getFileName().toString().substring(0, 4)))
                .toList();
        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(1, numbers.size() + 1)
                        .filter(number -> number != GAP)
                        .boxed()
                        .toList());
        assertThat(FOLDER.resolve("README.md")).content().contains("There is no decision " + GAP);
    }

    @Test
    void eachBeginsWithItsNumberItsStatusAndItsDay() throws IOException {
        for (Path file : decisions()) {
            List<String> lines = Files.readAllLines(file);
            int number = Integer.parseInt(file.getFileName().toString().substring(0, 4));
            assertThat(lines.get(0)).as(file.toString()).startsWith("# " + number + ". ");
            assertThat(lines.get(2))
                    .as(file.toString())
                    .matches("Status: (proposed|accepted|superseded by \\[.*\\]\\(.*\\)), \\d{4}-\\d\\d-\\d\\d");
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
