// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests on a copy of the distribution, and the daemons that are started from it. */
@Timeout(120)
abstract class InstalledDaemon {
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    Installation xenbay;

    @BeforeEach
    void install() throws IOException {
        xenbay = new Installation(folder);
    }

    @AfterEach
    void endEverything() {
        xenbay.close();
    }

    /** Starts a daemon, which is ready then. */
    Process startedDaemon() throws IOException {
        Process daemon = xenbay.daemon();
        await().atMost(TIMEOUT)
                .until(() -> !daemon.isAlive() || Files.exists(xenbay.run().resolve("ready")));
        assertThat(daemon.isAlive()).as(xenbay.log()).isTrue();
        return daemon;
    }
}
