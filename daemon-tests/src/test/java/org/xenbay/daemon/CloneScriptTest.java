// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The output of ./xenbay in a clone during the build. A script takes the place of Maven. */
@Timeout(120)
class CloneScriptTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final List<String> TOOLS = List.of(
            "sh",
            "dirname",
            "readlink",
            "find",
            "flock",
            "head",
            "date",
            "stty",
            "cut",
            "sed",
            "grep",
            "tail",
            "mkdir",
            "rm",
            "mv",
            "cat",
            "sleep",
            "chmod");

    /** Two modules at a time: their lines are mixed. */
    private static final String THREE_MODULES = """
            echo '[INFO] Scanning for projects...'
            echo '[INFO] Building Xenbay 0.2.0-SNAPSHOT                        [1/3]'
            echo '[INFO] Building Xenbay: keyboard and pointer backend 0.2.0-SNAPSHOT   [2/3]'
            echo '[INFO] --- jar:3.5.1:jar (default-jar) @ xenbay ---'
            echo
            echo '[INFO] Building jar: /clone/target/a.jar'
            echo '[INFO] Building Xenbay: distribution 0.2.0-SNAPSHOT                   [3/3]'
            echo '[INFO] --- jar:3.5.1:jar (default-jar) @ keyboard ---'
            """;

    private static final String THE_PROGRAM = """
            mkdir -p distribution/target/xenbay/bin
            echo 'echo "runs $*"' >distribution/target/xenbay/bin/xenbay
            chmod +x distribution/target/xenbay/bin/xenbay
            """;

    @TempDir
    Path folder;

    private Path clone;
    private Path bin;

    @BeforeEach
    void aClone() throws IOException {
        clone = Files.createDirectories(folder.resolve("clone"));
        bin = Files.createDirectories(folder.resolve("bin"));
        Files.copy(Path.of("../xenbay"), clone.resolve("xenbay"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String tool : TOOLS) {
            program(tool, "exec " + whereIs(tool) + " \"$@\"\n");
        }
        program("javac", "");
        program("npm", "");
    }

    private static Path whereIs(String tool) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private void program(String name, String lines) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + lines);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private ProcessBuilder script(String... words) {
        ProcessBuilder builder = new ProcessBuilder("./xenbay").directory(clone.toFile());
        builder.command().addAll(List.of(words));
        builder.environment().put("PATH", bin.toString());
        builder.environment().remove("JAVA_HOME");
        return builder;
    }

    private Answer run(String... words) throws IOException, InterruptedException {
        return run(script(words));
    }

    private Answer run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Terminal terminal(int columns, String... words) throws IOException {
        ProcessBuilder builder = script(words);
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        // A shell that is started with SIGINT ignored cannot undo it, and tests run so in a job in the background.
        builder.command().addAll(0, List.of(whereIs("env").toString(), "--default-signal=INT"));
        return new Terminal(builder, columns, folder.resolve("screen"));
    }

    @Test
    void theTabKeyBuildsNothing() throws Exception {
        program("mvn", "echo built; exit 1");
        assertThat(run("--run-dir=x", "suggestions", "dev")).isEqualTo(new Answer(3, "", ""));
        program("mvn", THREE_MODULES + THE_PROGRAM);
        run("host");
        Files.delete(clone.resolve("distribution/target/xenbay.built"));
        program("mvn", "echo built; exit 1");
        assertThat(run("suggestions", "dev")).isEqualTo(new Answer(0, "runs suggestions dev\n", ""));
    }

    @Test
    void aPipeGetsALineForEachModuleAndTheProgramItsArguments() throws Exception {
        program("mvn", THREE_MODULES + THE_PROGRAM);
        Answer first = run("devices", "--json");
        assertThat(first.out()).isEqualTo("runs devices --json\n");
        assertThat(first.exit()).isZero();
        assertThat(first.err().replaceAll("\\([0-9]+ s\\)", "(0 s)").lines())
                .containsExactly(
                        "xenbay: building (once; again when the sources change) ...",
                        "xenbay: module 1 of 3 (0 s): Xenbay",
                        "xenbay: module 2 of 3 (0 s): keyboard and pointer backend",
                        "xenbay: module 3 of 3 (0 s): distribution");
        program("mvn", "exit 1");
        assertThat(run("host")).isEqualTo(new Answer(0, "runs host\n", ""));
    }

    @Test
    void aNarrowTerminalHasOneLineThatIsDrawnOver() throws Exception {
        program("mvn", THREE_MODULES + THE_PROGRAM);
        try (Terminal terminal = terminal(40, "host")) {
            assertThat(terminal.exit(TIMEOUT.toSeconds())).isZero();
            List<String> drawn = Arrays.stream(terminal.written().split("\r\u001b\\[K"))
                    .skip(1)
                    .toList();
            assertThat(drawn.get(0)).startsWith("xenbay: module 1 of 3 (");
            assertThat(drawn.subList(0, drawn.size() - 1))
                    .anyMatch(line -> line.contains("module 3 of 3"))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(40).doesNotContain("\n"));
            assertThat(drawn.get(drawn.size() - 1)).isEqualTo("runs host\r\n");
        }
    }

    @Test
    void theTimeContinuesWhileMavenIsSilentAndCtrlCEndsAll() throws Exception {
        program("mvn", THREE_MODULES + "echo $$ >pid\nexec " + whereIs("sleep") + " 600\n");
        try (Terminal terminal = terminal(80, "host")) {
            await().atMost(TIMEOUT)
                    .until(() -> terminal.text()
                                    .lines()
                                    .filter(line -> line.contains("module 3 of 3"))
                                    .count()
                            > 1);
            long maven = Long.parseLong(Files.readString(clone.resolve("pid")).strip());
            terminal.type("\u0003");
            assertThat(terminal.exit(TIMEOUT.toSeconds())).isEqualTo(130);
            assertThat(terminal.text()).endsWith("\nxenbay: the build was stopped; the next start builds again\n");
            await().atMost(TIMEOUT)
                    .until(() -> ProcessHandle.of(maven)
                            .flatMap(process -> process.info().command())
                            .isEmpty());
        }
        program("mvn", THREE_MODULES + THE_PROGRAM);
        assertThat(run("host").out()).isEqualTo("runs host\n");
    }

    @Test
    void aBuildThatFailsSaysWhyAndIsNeverTakenForAWholeOne() throws Exception {
        Path source =
                Files.createDirectories(clone.resolve("api/src/main/java")).resolve("A.java");
        Files.writeString(source, "class A {}");
        program("mvn", THREE_MODULES + THE_PROGRAM);
        assertThat(run("host").exit()).isZero();

        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        program("mvn", THREE_MODULES + "echo '[ERROR] A.java:[1,24] incompatible types'\nexit 1\n");
        Answer failed = run("host");
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err())
                .containsOnlyOnce("[ERROR] A.java:[1,24] incompatible types\n")
                .endsWith("xenbay.build.log\n");
        assertThat(clone.resolve("distribution/target/xenbay.build.log"))
                .content()
                .contains("Scanning for projects", "@ keyboard");

        Files.delete(source);
        program("mvn", THREE_MODULES + THE_PROGRAM);
        Answer again = run("host");
        assertThat(again.err()).contains("module 3 of 3");
        assertThat(again.out()).isEqualTo("runs host\n");
    }

    @Test
    void ofTwoAtOnceOneBuildsAndTheOtherWaitsForIt() throws Exception {
        program("mvn", THREE_MODULES + "echo >>builds\nwhile [ ! -e go ]; do sleep 0.1; done\n" + THE_PROGRAM);
        Process first = script("one")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("one").toFile())
                .start();
        await().atMost(TIMEOUT).until(() -> Files.exists(clone.resolve("builds")));
        Path screen = folder.resolve("two");
        Process second = script("two")
                .redirectErrorStream(true)
                .redirectOutput(screen.toFile())
                .start();
        await().atMost(TIMEOUT)
                .until(() -> Files.readString(screen).contains("another ./xenbay is building in this folder"));
        Files.createFile(clone.resolve("go"));
        assertThat(first.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(second.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(screen).content().endsWith("runs two\n").doesNotContain("module");
        assertThat(clone.resolve("builds")).hasContent("\n");
    }

    @Test
    void whatMavenSaysBeforeItBeginsIsShownWhenItFails() throws Exception {
        program("mvn", "echo 'Error: JAVA_HOME is not defined correctly.' >&2\nexit 1\n");
        assertThat(run("host").err())
                .contains("Error: JAVA_HOME is not defined correctly.\nxenbay: the build failed; ");
    }

    @Test
    void withoutMavenOrAJdkALineSaysWhatIsNeeded() throws Exception {
        assertThat(run("host")).isEqualTo(new Answer(1, "", "xenbay: mvn (Maven 3.8 or newer) is needed to build\n"));
        program("mvn", THREE_MODULES + THE_PROGRAM);
        Files.delete(bin.resolve("javac"));
        assertThat(run("host").err()).isEqualTo("xenbay: there is no javac; a JDK (17 or newer) is needed to build\n");
        ProcessBuilder elsewhere = script("host");
        elsewhere.environment().put("JAVA_HOME", "/nowhere");
        assertThat(run(elsewhere).err())
                .isEqualTo("xenbay: JAVA_HOME (/nowhere) has no bin/javac; a JDK (17 or newer) is needed to build\n");
    }

    private record Answer(int exit, String out, String err) {}
}
