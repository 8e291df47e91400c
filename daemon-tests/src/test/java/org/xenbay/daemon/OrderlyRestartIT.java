// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A daemon that is told to stop leaves its open terminals to the next one, as a service manager's restart needs it. */
class OrderlyRestartIT extends InstalledDaemon {

    private static final int DEVICES = 4;

    @Test
    void theNextDaemonTakesOverWhatOneThatStoppedLeftOpen() throws Exception {
        Files.writeString(
                xenbay.home().resolve("etc/config.properties"),
                System.lineSeparator() + "xenbay.keeper=always" + System.lineSeparator(),
                StandardOpenOption.APPEND);
        Process first = startedDaemon();
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(xenbay.command("devices").out().lines())
                        .as(xenbay.log())
                        .filteredOn(line -> line.contains("\tdemo\tConnected\t"))
                        .hasSize(DEVICES));
        assertThat(keeper()).as(xenbay.log()).exists();
        first.toHandle().destroy();
        assertThat(first.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .as(() -> Installation.stacks(first))
                .isTrue();
        assertThat(keeper()).as(xenbay.log()).exists();

        assertThat(xenbay.run().resolve("ready")).as(xenbay.log()).doesNotExist();
        // The shell has ended before, and nothing else while the devices wait.
        assertThat(xenbay.log().substring(xenbay.log().indexOf(" stopping")))
                .containsSubsequence(
                        " stopping",
                        "leaving " + DEVICES + " connected devices to the next run",
                        "the devices were left within ",
                        "stopped within ")
                .doesNotContain("is not served any more");
        startedDaemon();
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(xenbay.log())
                        .containsPattern("took over [1-9][0-9]* open files of process " + first.pid()));
    }

    private Path keeper() {
        return xenbay.run().resolve("keeper");
    }

    /** The process that keeps the terminals outlasts the daemons. */
    @AfterEach
    void endKeeper() throws IOException {
        xenbay.close();
        if (Files.exists(keeper())) {
            long process = Long.parseLong(Files.readString(keeper()).split(" ")[0]);
            ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
