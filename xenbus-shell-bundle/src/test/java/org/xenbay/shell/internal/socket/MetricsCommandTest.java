// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.management.testing.FakeDevices;

/** What is measured, on the output and in a file for node_exporter. */
class MetricsCommandTest {

    @TempDir
    Path folder;

    private TestShell shell;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        shell = new TestShell(folder.resolve("s"), 4);
        shell.admin.devices.add(FakeDevices.connected("5/console/1", "web"));
        file = Files.createDirectory(folder.resolve("textfiles")).resolve("xenbay.prom");
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    @Test
    void theOutputIsOpenMetrics() throws IOException {
        TestShell.Answer answer = shell.run("metrics");
        assertThat(answer.exit()).isZero();
        assertThat(answer.out())
                .startsWith("# HELP xenbay_xenstore_connected ")
                .contains(
                        "\nxenbay_backend_info{type=\"console\",bundle=\"org.xenbay.backend.console\",version=\"0.1.0\"} 1\n")
                .contains("\nxenbay_health{check=\"bundles\"} 1\n")
                .doesNotContain("xenbay_health{check=\"devices\"}")
                .endsWith("\n# EOF\n");
    }

    @Test
    void theFileIsReplacedAtOnceAndEverybodyReadsIt() throws IOException {
        Files.writeString(file, "of before");
        TestShell.Answer answer = shell.run("metrics", "--textfile", file.toString());
        assertThat(answer.exit()).isZero();
        assertThat(answer.out()).isEmpty();
        assertThat(file)
                .content()
                .contains(
                        "\nxenbay_device_events_total{device=\"5/console/1\",domain=\"5\",name=\"web\",type=\"console\"} 1\n")
                .endsWith("\n")
                .doesNotContain("# EOF");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        assertThat(file.getParent()).isDirectoryContaining(file::equals);
        assertThat(file.getParent().toFile().list()).hasSize(1);
    }

    /** The folder may be another user's, who puts a link there. */
    @Test
    void aLinkOfThatNameIsReplacedAndNotFollowed() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "of somebody else");
        Files.createSymbolicLink(file, other);
        assertThat(shell.run("metrics", "--textfile", file.toString()).exit()).isZero();
        assertThat(other).hasContent("of somebody else");
        assertThat(file).isRegularFile();
        assertThat(Files.isSymbolicLink(file)).isFalse();
    }

    @Test
    void whatCannotBeWrittenIsSaidAndTheFileStays() throws IOException {
        Path missing = folder.resolve("nowhere/x.prom");
        TestShell.Answer refused = shell.run("metrics", "--textfile", missing.toString());
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).endsWith("xenbay: " + missing + " cannot be written: its folder does not exist\n");
        assertThat(shell.run("metrics", "--textfile", file.getParent().toString())
                        .err())
                .endsWith("textfiles is a folder\n");
        Files.writeString(file, "of before");
        shell.removeCore();
        assertThat(shell.run("metrics", "--textfile", file.toString()).err()).contains("the core is not running");
        assertThat(file).hasContent("of before");
    }
}
