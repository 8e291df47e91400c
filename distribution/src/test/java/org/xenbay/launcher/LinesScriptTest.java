// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** ./lines, in a folder with one module. */
@Timeout(120)
class LinesScriptTest {

    private static final Path HERE = Path.of("..");

    private static final String MAIN = """
            class Long {
                void three() {
                    run(new Object() {
                        int f() { return 1; }
                    });
                }

                static class Inner {
                    Inner()
                    {
                        three();
                        three();
                        three();
                        three();
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    private record Outcome(int exitCode, String output) {}

    @BeforeEach
    void aModule() throws IOException {
        Files.createDirectories(folder.resolve("cnf/lines"));
        for (String file : new String[] {"lines", "cnf/lines/Lines.java"}) {
            Files.copy(HERE.resolve(file), folder.resolve(file));
        }
        write("room/pom.xml", "<project/>\n");
        write("room/src/main/java/a/Long.java", MAIN);
        write("room/src/test/java/a/LongTest.java", "class LongTest {\n}\n");
        write("empty/pom.xml", "<project/>\n");
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    private Outcome lines(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Stream.concat(Stream.of(folder.resolve("lines").toString()), Stream.of(arguments))
                                .toList())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), output);
    }

    @Test
    void aModuleHasItsFilesLinesLongestFileAndLongestMethod() throws Exception {
        Outcome table = lines();
        assertThat(table.output())
                .contains("| room | 1 | 17 | 1 | 2 | `Long` 17 | `Long.Inner.new` 6 |")
                .contains("| **all** | 1 | 17 | 1 | 2 |")
                .doesNotContain("empty");
        assertThat(table.exitCode()).isZero();
    }

    @Test
    void whatIsTheSameInBothTreesIsShownOnce() throws Exception {
        assertThat(lines(".", ".").output()).contains("| room | 1 | 17 |");
    }

    @Test
    void aCommitThatIsNotThereIsNamed() throws Exception {
        assertThat(lines("no-such-commit")).isEqualTo(new Outcome(2, "no commit no-such-commit\n"));
    }
}
