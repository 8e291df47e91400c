// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.figure.Figure.Kind;
import org.xenbay.api.figure.Load;
import org.xenbay.api.management.testing.FakeDevices;
import org.xenbay.shell.wire.Frame;
import org.xenbay.shell.wire.FrameType;
import org.xenbay.shell.wire.Hello;

/** {@code top} at a terminal that the test plays, and without one. */
@Timeout(60)
class TopCommandTest {

    private static final Figure REQUESTS = new Figure("walks", Kind.COUNTER, Load.REQUESTS, "what is counted");

    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void start() throws IOException {
        shell = new TestShell(folder.resolve("s"), 4);
        shell.admin.devices.add(FakeDevices.measured("5/9pfs/0", "web", REQUESTS.with(100)));
        shell.admin.devices.add(FakeDevices.measured("6/console/1", "db"));
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    /** The screen, until a text is on it. */
    private static String until(TestShell.Pending client, String text) throws IOException {
        StringBuilder screen = new StringBuilder();
        while (screen.indexOf(text) < 0) {
            Frame frame = client.await(FrameType.STDOUT);
            screen.append(new String(frame.payload(), StandardCharsets.UTF_8));
        }
        return screen.toString();
    }

    @Test
    void aTerminalIsTakenAndGivenBack() throws IOException {
        try (TestShell.Pending client = shell.beginTyping("top", "--interval", "1")) {
            assertThat(client.await(FrameType.RAW).payload()).containsExactly(1);
            assertThat(until(client, "6/console/1")).startsWith("\u001b[?1049h\u001b[?25l");
            client.type("s");
            until(client, "by requests");
            client.type("q");
            assertThat(until(client, "\u001b[?1049l")).endsWith("\u001b[?25h\u001b[?1049l");
            assertThat(client.await(FrameType.RAW).payload()).containsExactly(0);
            assertThat(client.await(FrameType.EXIT).payload()).containsExactly(0);
        }
    }

    @Test
    void theScreenFollowsTheTerminalsSizeAndTheDevices() throws IOException {
        try (TestShell.Pending client = shell.beginTyping("top", "--interval", "1")) {
            assertThat(until(client, "5/9pfs/0")).contains("\u001b[9999;9999H\u001b[6n");
            client.type("\u001b[6;130R");
            String screens = until(client, "GUEST-MEM");
            assertThat(screens.substring(screens.lastIndexOf("\u001b[H"))).doesNotContain("6/console/1");
            shell.admin.devices.set(0, FakeDevices.measured("5/9pfs/0", "web", REQUESTS.with(1_000_000)));
            until(client, " 100 ");
            shell.removeCore();
            until(client, "the core is not running");
            client.type("q");
            assertThat(client.answer().exit()).isZero();
        }
    }

    @Test
    void withoutATerminalTablesFollowOneAnotherAsLines() throws IOException {
        try (TestShell.Pending client =
                shell.begin("top", "--count", "2", "--interval", "1", "--sort", "device", "5/*")) {
            await().until(() -> shell.admin.asked.get() >= 1);
            shell.admin.devices.set(0, FakeDevices.measured("5/9pfs/0", "web", REQUESTS.with(1_000_000)));
            List<String> lines = client.answer().out().lines().toList();
            assertThat(lines).hasSize(3).element(1).isEqualTo("");
            assertThat(lines.get(0))
                    .startsWith("5/9pfs/0\tweb\t9pfs\tINIT_WAIT\t100.0\t")
                    .contains("\t-\t-\t-\t0.0\t1\t0");
            assertThat(lines.get(2)).startsWith("5/9pfs/0\tweb\t9pfs\tINIT_WAIT\t0.0\t0.0\t-");
        }
    }

    @Test
    void onceOnATerminalIsATableWithHeadings() throws IOException {
        try (TestShell.Pending client =
                shell.begin(new Hello(false, 130, true, false, List.of("top", "--once", "--interval", "1"), ""))) {
            assertThat(client.answer().out())
                    .startsWith("xenbay top ")
                    .contains("\nDEVICE       GUEST  PHASE      LOAD%", "\n6/console/1  db     init wait ")
                    .doesNotContain("\u001b");
        }
    }

    @Test
    void forScriptsThereIsJson() throws IOException {
        String out = shell.run("top", "--json", "--once", "--interval", "1").out();
        assertThat(out)
                .startsWith("{\"host\":{\"hypervisor\":\"embedded\",")
                .contains("\"daemon\":{\"cpuPercent\":", "\"heapUsed\":")
                .contains("{\"device\":\"5/9pfs/0\",\"guest\":\"web\",\"type\":\"9pfs\",\"phase\":\"INIT_WAIT\","
                        + "\"health\":\"WELL\",\"load\":0.0,\"requests\":0.0,\"readBytes\":null,")
                .containsOnlyOnce("\n");
    }

    @Test
    void whatMakesNoSenseIsRefused() throws IOException {
        for (List<String> words : List.of(
                List.of("top", "--sort", "colour"),
                List.of("top", "--interval", "0"),
                List.of("top", "--once", "--count", "2"),
                List.of("top", "a/b/c/d"))) {
            TestShell.Answer answer = shell.run(words.toArray(new String[0]));
            assertThat(answer.exit()).as(answer.err()).isEqualTo(2);
        }
        shell.removeCore();
        assertThat(shell.run("top", "--once").err()).contains("the core is not running");
    }

    @Test
    void aClientThatGoesEndsItsCommand() throws IOException {
        TestShell.Pending client = shell.beginTyping("top", "--interval", "1");
        until(client, "5/9pfs/0");
        client.hangUp();
        await().until(() -> Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .noneMatch(frame -> frame.getClassName().endsWith(".TopScreen")));
        assertThat(shell.run("host").exit()).isZero();
    }
}
