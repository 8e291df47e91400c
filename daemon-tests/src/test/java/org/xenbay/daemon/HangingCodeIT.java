// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon that is to end while the code of a bundle does not return from its start. */
class HangingCodeIT extends InstalledDaemon {

    /** So that no daemon waits as long as an operator's. */
    @BeforeEach
    void stopSoon() throws IOException {
        Path properties = xenbay.home().resolve("etc/config.properties");
        String usual = Files.readString(properties);
        assertThat(usual).contains("xenbay.stop.seconds=10\n");
        Files.writeString(properties, usual.replace("xenbay.stop.seconds=10\n", "xenbay.stop.seconds=2\n"));
    }

    @ParameterizedTest
    @ValueSource(classes = {HangingCode.Activator.class, HangingCode.Component.class})
    void theDaemonEndsAndStopsTheOtherBundlesBefore(Class<?> kind) throws Exception {
        Process daemon = startedDaemon();
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
