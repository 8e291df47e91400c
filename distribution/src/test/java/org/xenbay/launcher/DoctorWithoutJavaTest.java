// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** bin/xenbay doctor, where the Java is missing in which the rest of it is written. */
@Timeout(60)
class DoctorWithoutJavaTest {

    private static final Path PROGRAM = Path.of("src/main/dist/bin/xenbay");

    @TempDir
    Path folder;

    private record Answer(int exit, String out, String err) {}

    private Answer xenbay(Path java, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                "sh", PROGRAM.toString(), "--run-dir", folder.resolve("run").toString()));
        line.addAll(List.of(words));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", java.toString());
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Answer(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @Test
    void aJavaThatIsMissingIsAFinding() throws Exception {
        assertThat(xenbay(Path.of("/nowhere"), "doctor")).isEqualTo(new Answer(2, """
                XENBAY CRITICAL - the host was not looked at: 1 critical

                CRITICAL  JAVA_HOME (/nowhere) has no bin/java
                  why   no daemon can start, and guests are not served
                  mend  unset JAVA_HOME
                """, ""));
    }

    @Test
    void aJavaThatIsTooOldIsOneToo() throws Exception {
        Path java = Files.createDirectories(folder.resolve("a\"b/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("a\"b/release"), "JAVA_VERSION=\"11.0.2\"\n");
        Answer answer = xenbay(folder.resolve("a\"b"), "doctor", "--json");
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.out())
                .isEqualTo("{\"severity\":\"CRITICAL\",\"host\":\"not looked at\",\"notes\":[],\"findings\":["
                        + "{\"check\":\"java\",\"severity\":\"CRITICAL\",\"text\":\"Java 17 or newer is needed; "
                        + folder
                        + "/a\\\"b/bin/java is 11.0.2\",\"why\":\"no daemon can start, and guests are not served\","
                        + "\"command\":\"apt install default-jre-headless\"}]}\n");
    }

    @Test
    void otherCommandsSayItInOneLine() throws Exception {
        assertThat(xenbay(Path.of("/nowhere"), "host"))
                .isEqualTo(new Answer(1, "", "xenbay: JAVA_HOME (/nowhere) has no bin/java\n"));
    }
}
