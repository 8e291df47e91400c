// SPDX-License-Identifier: Apache-2.0
package org.xenbay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.XenbusState;

/** What a guest and a backend did is done again from a report, and the result says whether it is the same. */
class ReplayTest {

    private static final String ID = ReportedHost.ID.toString();

    /** A state that differs at once is not waited for. */
    private static final Duration PATIENCE = Duration.ZERO;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path report;

    @BeforeEach
    void name() {
        report = folder.resolve("report.zip");
    }

    private int replay(String... arguments) throws InterruptedException {
        return new ReplayTool(stream(out), stream(err), PATIENCE).run(List.of(arguments));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A guest with a driver that writes no number for its port. */
    private void reportAFailure(UnaryOperator<String> ofTimeline) throws IOException, InterruptedException {
        try (ReportedHost host = new ReportedHost(folder)) {
            host.publish("seven");
            host.await(XenbusState.CLOSING, XenbusState.INITIALISED);
            host.state(XenbusState.CLOSED);
            host.await(XenbusState.CLOSED, XenbusState.CLOSED);
            assertThat(host.device().failure()).contains("node port is not a decimal number: \"seven\"");
            host.report(report, ofTimeline);
        }
    }

    private void archive(Map<String, String> parts) throws IOException {
        try (OutputStream file = Files.newOutputStream(report);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }

    @Test
    void aHandshakeThatFailedFailsInTheSameWay() throws Exception {
        reportAFailure(UnaryOperator.identity());
        assertThat(replay(report.toString(), ID)).as(text(out) + text(err)).isZero();
        assertThat(text(out).lines().map(line -> line.replaceAll(" +", " ")))
                .containsSubsequence(
                        "1 Initialising InitWait InitWait same",
                        "2 Initialised Closing Closing same",
                        "3 Closed Closed Closed same",
                        "numbers of the embedded guest are in: ring-ref");
        assertThat(text(out))
                .containsPattern("failure now: .*node port is not a decimal number: \"seven\".* \\(same\\)")
                .doesNotContain("differs");
    }

    @Test
    void aHandshakeThatEndedConnectedDoesSoAgainWithPagesAndPortsOfItsOwn() throws Exception {
        try (ReportedHost host = new ReportedHost(folder)) {
            host.publish(host.port());
            host.await(XenbusState.CONNECTED, XenbusState.INITIALISED);
            host.state(XenbusState.CONNECTED);
            host.await(XenbusState.CONNECTED, XenbusState.CONNECTED);
            host.report(report, UnaryOperator.identity());
        }
        assertThat(replay(report.toString(), ID)).as(text(out) + text(err)).isZero();
        assertThat(text(out))
                .contains("failure now:      none (same)", "are in: port, ring-ref\n")
                .doesNotContain("differs");
    }

    @Test
    void aBackendThatDoesSomethingElseDiffers() throws Exception {
        reportAFailure(timeline -> timeline.replace(
                "{\"backend\":\"Closing\",\"frontend\":\"Initialised\"}",
                "{\"backend\":\"Connected\",\"frontend\":\"Initialised\"}"));
        assertThat(replay(report.toString(), ID)).as(text(out) + text(err)).isEqualTo(1);
        assertThat(text(out).lines().map(line -> line.replaceAll(" +", " ")))
                .anyMatch(line -> line.matches("2 Initialised Connected Clos(ing|ed) differs"))
                .contains("3 Closed Closed Closed same");
    }

    @Test
    void withoutADeviceTheListSaysWhichCanBeReplayedAndWhyOthersCannot() throws Exception {
        reportAFailure(UnaryOperator.identity());
        assertThat(replay(report.toString())).isZero();
        assertThat(text(out))
                .contains(ID + "  can be replayed, 3 states of its frontend\n", "2/console/0  cannot be replayed: ");
        assertThat(replay(report.toString(), "2/console/0")).isEqualTo(2);
        assertThat(text(err)).contains("2/console/0 cannot be replayed: ");
    }

    @Test
    void anArchiveThatIsNoneOrLacksAPartIsAnErrorThatSaysSo() throws Exception {
        assertThat(replay(report.toString())).isEqualTo(2);
        Files.writeString(report, "no archive");
        assertThat(replay(report.toString())).isEqualTo(2);
        archive(Map.of("contents.txt", "A report"));
        assertThat(replay(report.toString())).isEqualTo(2);
        archive(Map.of("devices.json", "not known: the core is not running\n"));
        assertThat(replay(report.toString())).isEqualTo(2);
        archive(Map.of("devices.json", "[{\"id\":"));
        assertThat(replay(report.toString())).isEqualTo(2);
        archive(Map.of("devices.json", "[".repeat(100_000)));
        assertThat(replay(report.toString())).isEqualTo(2);
        archive(Map.of("devices.json", "[{\"id\":\"../../etc/passwd\"}]"));
        assertThat(replay(report.toString())).isEqualTo(2);
        assertThat(text(err).lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("replay: there is no file " + report),
                        line -> assertThat(line).startsWith("replay: " + report + " is no report: "),
                        line -> assertThat(line)
                                .isEqualTo("replay: the report has no devices.json, which a replay needs"),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "replay: devices.json could not be had when the report was made: the core is not"
                                                + " running"),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "replay: devices.json of the report is damaged: no value at" + " character 7"),
                        line -> assertThat(line)
                                .startsWith("replay: devices.json of the report is damaged: nested too deeply"),
                        line -> assertThat(line).contains("not a device id"));
        assertThat(text(out)).isEmpty();
    }

    @Test
    void aSocketOfTheReportIsNotMadeHere() throws Exception {
        String nodes = "{\"devices\":[{\"id\":\"2/console/1\",\"backend\":{\"directory\":"
                + "\"/local/domain/0/backend/console/2/1\",\"nodes\":{\"online\":\"1\",\"path\":\"" + folder
                + "/socket\"},\"missing\":\"\"},\"frontend\":{\"directory\":\"/local/domain/2/device/console/1\","
                + "\"nodes\":{},\"missing\":\"\"}}],\"leftOut\":0}";
        String histories = "{\"histories\":[{\"id\":\"2/console/1\",\"ended\":null,\"notes\":[{\"kind\":\"STATE\","
                + "\"states\":{\"backend\":\"InitWait\",\"frontend\":\"Initialising\"}}],\"requests\":[],"
                + "\"loads\":[]}],\"leftOut\":0}";
        archive(Map.of(
                "devices.json",
                "[{\"id\":\"2/console/1\",\"failure\":\"\"}]",
                "xenstore.json",
                nodes,
                "timeline.json",
                histories));
        assertThat(replay(report.toString(), ID)).isEqualTo(2);
        assertThat(text(err)).contains("its socket would be a file that the report names");
        assertThat(folder.resolve("socket")).doesNotExist();
    }

    @Test
    void withoutAReportTheUsageIsShown() throws Exception {
        assertThat(replay()).isEqualTo(2);
        assertThat(text(err)).startsWith("Usage: replay REPORT.zip [ID]");
    }
}
