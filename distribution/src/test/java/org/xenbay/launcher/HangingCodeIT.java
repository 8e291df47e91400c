// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon that is to end while the code of a bundle does not return from its start. */
@Timeout(120)
class HangingCodeIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Installation xenbay;

    @BeforeEach
    void install() throws IOException {
        xenbay = new Installation(folder);
    }

    @AfterEach
    void endEverything() {
        xenbay.close();
    }

    @ParameterizedTest
    @ValueSource(classes = {HangingCode.Activator.class, HangingCode.Component.class})
    void theDaemonEndsAndStopsTheOtherBundlesBefore(Class<?> kind) throws Exception {
        Process daemon = xenbay.daemon();
        await().atMost(TIMEOUT).until(() -> Files.exists(xenbay.run().resolve("ready")));
        await().atMost(TIMEOUT).until(() -> xenbay.command("devices").out().contains("served, all is well"));
        xenbay.deploy(HangingCode.jar(folder.resolve("hanging.jar"), kind), "hanging.jar");
        await().atMost(TIMEOUT).until(() -> xenbay.log().contains("code that hangs is called"));
        daemon.destroy();
        assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).as(xenbay.log()).isTrue();
        assertThat(daemon.exitValue()).as(xenbay.log()).isZero();
        assertThat(xenbay.run().resolve("shell.sock"))
                .as("what a bundle removes when it stops; " + xenbay.log())
                .doesNotExist();
    }
}
