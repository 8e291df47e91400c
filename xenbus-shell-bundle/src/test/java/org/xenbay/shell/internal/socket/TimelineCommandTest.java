// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.management.testing.FakeDevices;

/** What happened to a device is told in the order of time, also when the device is gone. */
class TimelineCommandTest {

    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void start() throws IOException {
        shell = new TestShell(folder.resolve("s"), 4);
        shell.admin.histories.add(FakeDevices.history("5/9pfs/0", null));
        shell.admin.histories.add(FakeDevices.history("6/9pfs/0", Instant.parse("2026-12-01T10:00:07Z")));
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    /** @return the lines without their times, which are those of the zone of this machine */
    private static List<String> withoutTimes(String out) {
        return Arrays.stream(out.split("\n"))
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .toList();
    }

    @Test
    void oneDeviceHasALineForEachThingThatHappened() throws IOException {
        TestShell.Answer answer = shell.run("timeline", "5/9pfs/0");
        assertThat(answer.exit()).isZero();
        assertThat(withoutTimes(answer.out()))
                .containsExactly(
                        "load\t2 requests in 5 s, 1 with an error, 8192 bytes, the longest 1.200 ms",
                        "state\tfrontend state: connect",
                        "request\tTread 3, 8192 bytes, 0.012 ms",
                        "request\tTlopen 4, error 2, 1.200 ms",
                        "error\tits ring is broken");
    }

    @Test
    void withoutADeviceThereIsALineForEach() throws IOException {
        String[] lines = shell.run("timeline").out().split("\n");
        assertThat(lines).hasSize(2);
        assertThat(lines[0]).startsWith("5/9pfs/0\t-\t2\t").endsWith(" its ring is broken");
        assertThat(lines[1]).startsWith("6/9pfs/0\t").doesNotContain("\t-\t");
    }

    @Test
    void scriptsGetAllOfIt() throws IOException {
        assertThat(shell.run("timeline", "--json", "6/9pfs/0").out())
                .startsWith("{\"id\":\"6/9pfs/0\",\"ended\":\"2026-12-01T10:00:07Z\",\"notes\":[{\"time\":")
                .contains("{\"time\":\"2026-12-01T10:00:02Z\",\"kind\":\"Tread\",\"subject\":3,\"bytes\":8192,"
                        + "\"error\":0,\"micros\":12}");
        assertThat(shell.run("timeline", "--json").out()).startsWith("[{\"id\":\"5/9pfs/0\",\"ended\":null,");
    }

    @Test
    void aDeviceOfWhichNothingIsKeptIsAnError() throws IOException {
        TestShell.Answer answer = shell.run("timeline", "7/9pfs/0");
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).contains("nothing is kept of 7/9pfs/0", "historyMegabytes");
    }
}
