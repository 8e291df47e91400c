// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The messages at CI's end ({@code .ci/summary}): a test that did not run is not counted as passed. */
@Timeout(30)
class CiSummaryTest {
    private static final Path SKIPPED = Path.of("../.ci/skipped");

    @TempDir
    Path folder;

    private Path reports;

    @BeforeEach
    void makeTheFolderOfReports() throws IOException {
        reports = Files.createDirectories(folder.resolve("module/target/surefire-reports"));
    }

    @Test
    void testsOfAllReportsAreCounted() throws Exception {
        report("First", 3, 1, "");
        report("Second", 2, 0, "");
        assertThat(summary()).isEqualTo(new Answer(0, "4 passed, 1 failed, 0 skipped\n"));
    }

    @Test
    void aTestThatIsSkippedFailsTheRunAndIsNamed() throws Exception {
        report("First", 3, 0, "");
        report("Second", 2, 0, "needsATool");
        assertThat(summary()).isEqualTo(new Answer(1, """
                        skipped without a reason in .ci/skipped: Second#needsATool
                        4 passed, 0 failed, 1 skipped
                        """));
    }

    @Test
    void aTestThatIsListedMayBeSkipped() throws Exception {
        String[] listed = listed().get(0).split("[# ]");
        report(listed[0], 2, 0, listed[1]);
        assertThat(summary()).isEqualTo(new Answer(0, "1 passed, 0 failed, 1 skipped\n"));
    }

    @Test
    void eachTestThatIsListedHasAReason() throws IOException {
        assertThat(listed()).isNotEmpty().allMatch(line -> line.matches("[\\w.]+#\\w+ \\S.*"));
    }

    private static List<String> listed() throws IOException {
        return Files.readAllLines(SKIPPED).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    /** Writes a report as Surefire does. Without the name of a skipped test, no test is skipped. */
    private void report(String type, int tests, int failures, String skipped) throws IOException {
        StringBuilder text = new StringBuilder("<testsuite name=\"" + type + "\" time=\"0.1\" tests=\"" + tests
                + "\" errors=\"0\" skipped=\"" + (skipped.isEmpty() ? 0 : 1) + "\" failures=\"" + failures + "\">\n");
        text.append("  <testcase name=\"passes\" classname=\"" + type + "\" time=\"0.0\"/>\n");
        if (!skipped.isEmpty()) {
            text.append("  <testcase name=\"" + skipped + "\" classname=\"" + type + "\" time=\"0.0\">\n");
            text.append("    <skipped type=\"org.opentest4j.TestAbortedException\"/>\n  </testcase>\n");
        }
        Files.writeString(reports.resolve("TEST-" + type + ".xml"), text.append("</testsuite>\n"));
    }

    private Answer summary() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("../.ci/summary", folder.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }

    /**
     * What the program said.
     *
     * @param exit its exit status
     * @param text its output and its messages
     */
    private record Answer(int exit, String text) {}
}
