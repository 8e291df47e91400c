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

    @Test
    void theNextDaemonTakesOverWhatOneThatStoppedLeftOpen() throws Exception {
        Files.writeString(
                xenbay.home().resolve("etc/config.properties"),
                System.lineSeparator() + "xenbay.keeper=always" + System.lineSeparator(),
                StandardOpenOption.APPEND);
        Process first = startedDaemon();
        await().atMost(TIMEOUT)
                .untilAsserted(() ->
                        assertThat(xenbay.command("devices").out()).containsPattern("1/console/1\\tdemo\\tConnected"));
        await().atMost(TIMEOUT).until(() -> Files.exists(keeper()));
        first.toHandle().destroy();
        assertThat(first.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(keeper()).as(xenbay.log()).exists();

        Files.deleteIfExists(xenbay.run().resolve("ready"));
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
