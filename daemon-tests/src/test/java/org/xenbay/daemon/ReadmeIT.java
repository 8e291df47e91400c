// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of README in order, in a folder with the files of a clone: their output has the form that README shows.
 * Input goes to the shell that {@code ./xenbay} starts on a terminal.
 */
@Timeout(180)
class ReadmeIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String BANNER = "Xenbay. help lists the commands";
    private static final String LEAVE = "\u001d";

    @TempDir
    Path folder;

    private Path clone;
    private Installation xenbay;
    private Terminal terminal;

    @BeforeEach
    void aCloneThatIsBuilt() throws IOException {
        xenbay = new Installation(folder);
        clone = Files.createDirectories(folder.resolve("clone"));
        Files.createDirectory(clone.resolve("distribution"));
        Files.createSymbolicLink(clone.resolve("distribution/target"), folder);
        Files.createSymbolicLink(xenbay.home().resolve("run"), xenbay.run());
        Path script = Files.writeString(
                clone.resolve("xenbay"),
                "#!/bin/sh\nexec " + xenbay.home() + "/bin/xenbay --run-dir " + xenbay.run() + " --embedded \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path echo = Path.of(System.getProperty("xenbay.echo.jar"));
        Path built = Files.createDirectories(clone.resolve("examples/echo-backend-bundle/target"));
        Files.copy(echo, built.resolve(echo.getFileName()));
    }

    @AfterEach
    void endEverything() {
        if (terminal != null) {
            terminal.close();
        }
        xenbay.close();
    }

    /** CI runs Maven's command lines; a build within the build would change what the other tests use. */
    @Test
    void ciRunsEveryCommandLineOfMaven() throws IOException {
        List<String> ofCi = Files.readAllLines(Path.of("../.ci/run")).stream()
                .filter(line -> line.startsWith("mvn --batch-mode "))
                .map(line -> line.replace(" --batch-mode", "").replaceFirst(" \\|\\|.*", ""))
                .toList();
        List<String> ofReadme = Stream.concat(
                        ReadmeSteps.withoutPrompt().stream(),
                        ReadmeSteps.all().stream().map(ReadmeSteps.Step::command))
                .filter(command -> command.startsWith("mvn "))
                .toList();
        assertThat(ofReadme).contains("mvn verify").hasSizeGreaterThan(1);
        assertThat(ofCi).containsAll(ofReadme);
    }

    @TestFactory
    Stream<DynamicTest> whatReadmeShowsIsWhatTheProgramPrints() throws Exception {
        assertThat(ReadmeSteps.withoutPrompt())
                .filteredOn(command -> !command.startsWith("mvn "))
                .containsExactly("./xenbay");
        terminal = new Terminal(command("./xenbay"), 120, folder.resolve("screen"));
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(terminal.text()).contains(BANNER));
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(run("./xenbay devices").split("served, all is well"))
                        .hasSize(5));
        Stream<DynamicTest> steps = ReadmeSteps.all().stream()
                .filter(step -> !step.command().startsWith("mvn "))
                .map(step -> dynamicTest(step.prompt() + " " + step.command(), () -> take(step)));
        return Stream.concat(steps, Stream.of(dynamicTest("Ctrl-D stops the daemon", this::leave)));
    }

    private void take(ReadmeSteps.Step step) throws Exception {
        if (step.isTyped()) {
            type(step);
            return;
        }
        assumeTrue(
                !step.command().contains("xenstore-ls ") || isThere("xenstore-ls"),
                "xenstore-ls is missing (Debian package xenstore-utils)");
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(ReadmeSteps.shapes(run(step.command())))
                        .containsAll(ReadmeSteps.shapes(step.shown())));
    }

    /** The terminal echoes the input, so the test looks for the output after it. The last step of README leaves a console. */
    private void type(ReadmeSteps.Step step) throws Exception {
        int before = terminal.text().length();
        terminal.type(step.command() + "\r");
        await().atMost(TIMEOUT)
                .untilAsserted(
                        () -> assertThat(ReadmeSteps.shapes(terminal.text().substring(before)))
                                .containsAll(ReadmeSteps.shapes(step.shown())));
        if (step.endsConsole()) {
            int inside = terminal.text().length();
            terminal.type(LEAVE);
            await().atMost(TIMEOUT)
                    .untilAsserted(
                            () -> assertThat(terminal.text().substring(inside)).contains("xenbay> "));
        }
    }

    private void leave() throws Exception {
        terminal.type("\u0004");
        assertThat(terminal.exit(TIMEOUT.toSeconds())).isZero();
    }

    private ProcessBuilder command(String... words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(clone.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("JOURNAL_STREAM");
        builder.environment().remove("XENBAY_JAVA_OPTS");
        return builder;
    }

    /** What a line prints that is given to a shell of the operator's. */
    private String run(String line) throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        Process process = command("sh", "-c", line)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .as(line)
                    .isTrue();
            return Files.readString(printed);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
