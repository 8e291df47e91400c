// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.testing.FakeDevices;
import org.xenbay.api.store.StorePath;

/** One file has all that a bug report needs, and no secret. */
class ReportCommandTest {

    @TempDir
    Path folder;

    private Path file;
    private TestShell shell;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("report.zip");
        shell = new TestShell(folder.resolve("s"), 4);
        shell.admin.devices.add(FakeDevices.connected("5/console/1", "web"));
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    private Map<String, String> parts() throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (var entry : zip.stream().toList()) {
                parts.put(
                        entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }

    @Test
    void theFileHasWhatTheCommandsSayAndOnlyItsOwnerReadsIt() throws IOException {
        shell.admin.devices.add(FakeDevices.explained("6/9pfs/0", DeviceView.STUCK + "connect"));
        shell.admin.histories.add(FakeDevices.history("6/9pfs/0", Instant.parse("2026-12-01T10:00:07Z")));
        TestShell.Answer answer = shell.run("report", file.toString());
        assertThat(answer.exit()).isZero();
        assertThat(answer.out()).startsWith("the report is in " + file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Map<String, String> parts = parts();
        assertThat(parts.keySet())
                .containsExactly(
                        "contents.txt",
                        "about.txt",
                        "health.json",
                        "host.json",
                        "backends.json",
                        "bundles.json",
                        "config.json",
                        "metrics.txt",
                        "devices.json",
                        "timeline.txt",
                        "timeline.json",
                        "explain.txt",
                        "xenstore.txt",
                        "xenstore.json",
                        "threads.txt",
                        "log.txt");
        assertThat(parts.get("health.json")).startsWith("{\"severity\":\"CRITICAL\",");
        assertThat(parts.get("host.json")).isEqualTo(shell.run("host", "--json").out());
        assertThat(parts.get("devices.json")).contains("\"5/console/1\"", "\"6/9pfs/0\"", "\"transitions\":");
        assertThat(parts.get("timeline.txt"))
                .contains("6/9pfs/0, gone since 2026-12-01T10:00:07Z\n", "\trequest\tTread 3, 8192 bytes, 0.012 ms\n");
        String history = shell.run("timeline", "--json", "6/9pfs/0").out().strip();
        assertThat(parts.get("timeline.json")).isEqualTo("{\"histories\":[\n" + history + "],\"leftOut\":0}\n");
        assertThat(parts.get("explain.txt")).contains("6/9pfs/0", "held up").doesNotContain("5/console/1");
        assertThat(parts.get("metrics.txt")).endsWith("# EOF\n");
        assertThat(parts.get("threads.txt")).contains("\"xenbay-report\"");
        assertThat(parts.keySet())
                .allMatch(part ->
                        part.equals("contents.txt") || parts.get("contents.txt").contains(part));
    }

    @Test
    void passwordsAreLeftOutAndNodesThatCannotBeReadSayWhy() throws IOException {
        DeviceView device = shell.admin.devices.get(0);
        StorePath backend = StorePath.of(device.backendPath());
        shell.store.writeBytes(backend.child("state"), "4".getBytes(StandardCharsets.US_ASCII));
        shell.store.writeBytes(backend.child("vncpasswd"), "sesame".getBytes(StandardCharsets.US_ASCII));
        StorePath frontend = StorePath.of(device.frontendPath());
        shell.store.writeBytes(frontend.child("secret"), "x".getBytes(StandardCharsets.US_ASCII));
        assertThat(shell.run("report", file.toString()).exit()).isZero();
        assertThat(parts().get("xenstore.txt"))
                .contains(backend + "/state = \"4\"\n", backend + "/vncpasswd = \"(left out)\"\n")
                .contains(frontend + ": ")
                .doesNotContain("sesame");
        assertThat(parts().get("xenstore.json"))
                .startsWith("{\"devices\":[\n{\"id\":\"5/console/1\",\"backend\":{\"directory\":\"" + backend + "\"")
                .contains("\"state\":\"4\"", "\"vncpasswd\":null", "\"missing\":\"\"")
                .endsWith("}],\"leftOut\":0}\n")
                .doesNotContain("sesame");
    }

    /** A report is wanted when something does not work. */
    @Test
    void partsThatCannotBeHadSayWhyAndTheOthersAreThere() throws IOException {
        shell.removeCore();
        TestShell.Answer answer = shell.run("report", file.toString());
        assertThat(answer.exit()).isZero();
        assertThat(answer.out()).contains("\nnot in it: ", "devices.json (", "the core is not running");
        assertThat(parts().get("devices.json")).startsWith("not known: ").contains("the core is not running");
        assertThat(parts().get("threads.txt")).contains("\"xenbay-report\"");
    }

    @Test
    void aFileThatIsThereStaysAsItIs() throws IOException {
        Files.writeString(file, "mine");
        TestShell.Answer answer = shell.run("report", file.toString());
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).contains("there is a file " + file + " already");
        assertThat(file).hasContent("mine");
    }
}
