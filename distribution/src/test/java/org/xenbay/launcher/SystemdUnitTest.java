// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The unit for dom0, as systemd itself reads it. */
@Timeout(60)
class SystemdUnitTest {
    private static final Path UNIT = Path.of("src/main/dist/systemd/xenbay.service");
    private static final double HIGHEST_EXPOSURE = 4.2;

    @TempDir
    Path folder;

    @Test
    void theUnitIsValidOnAMachineWithoutAUnitForXenstored() throws Exception {
        Answer answer = analyze("verify", unit().toString());
        assertThat(answer.text()).isEmpty();
        assertThat(answer.exit()).isZero();
    }

    @Test
    void nothingThatAHostMayLackIsRequired() throws IOException {
        assertThat(Files.readAllLines(UNIT)).noneMatch(line -> line.matches("(Requires|BindsTo|Requisite)=.*"));
    }

    @Test
    void theServiceGivesUpWhatItDoesNotNeed() throws Exception {
        String text = analyze("security", "--offline=true", "--no-pager", unit().toString())
                .text();
        Matcher level = Pattern.compile("Overall exposure level for xenbay.service: ([0-9.]+)")
                .matcher(text);
        assertThat(level.find()).as(text).isTrue();
        assertThat(Double.parseDouble(level.group(1))).as(text).isLessThanOrEqualTo(HIGHEST_EXPOSURE);
    }

    /** A daemon that does nothing any more is not ended by a signal that it handles, or that leaves a core dump first. */
    @Test
    void aDaemonWithoutASignOfLifeIsKilledAndStartedAgain() throws IOException {
        assertThat(Files.readAllLines(UNIT))
                .contains("Type=notify", "WatchdogSec=30", "WatchdogSignal=SIGKILL", "Restart=on-failure")
                .as("only the JVM itself, which the launcher's script becomes, may give signs of life")
                .noneMatch(line -> line.startsWith("NotifyAccess="));
    }

    /** The unit with a program that is here. */
    private Path unit() throws IOException {
        String text = Files.readString(UNIT).replace("/opt/xenbay/bin/xenbay", "/bin/sh");
        return Files.writeString(folder.resolve("xenbay.service"), text);
    }

    private Answer analyze(String... words) throws IOException, InterruptedException {
        assumeTrue(isThere(), "systemd-analyze is missing (Debian package systemd)");
        List<String> line = new ArrayList<>(List.of("systemd-analyze"));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }

    private static boolean isThere() {
        return Pattern.compile(":")
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "systemd-analyze")));
    }

    private record Answer(int exit, String text) {}
}
