// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of etc/ that are written, and removed, while the daemon runs. */
class ConfigurationFilesIT extends InstalledDaemon {

    @BeforeEach
    void start() throws IOException {
        startedDaemon();
    }

    private void write(String name, String content) throws IOException {
        Path whole = Files.writeString(folder.resolve(name), content);
        Files.move(whole, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(String name) {
        return xenbay.home().resolve("etc").resolve(name);
    }

    private void awaitConfig(String... texts) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(xenbay.command("config").out()).contains(texts));
    }

    private void awaitHistory(String value) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(
                                xenbay.command("config", "console").out().lines())
                        .anyMatch(line -> line.contains("\thistory\t" + value)));
    }

    @Test
    void whatHasNoEffectIsShownAndTheOtherOfTwoFilesCountsAgain() throws Exception {
        assertThat(xenbay.command("config").out()).doesNotContain("no effect");
        write("org.xenbay.consol.cfg", "history=1\n");
        write("org.xenbay.qusb.cfg", "assign=\\u00zz\n");
        awaitConfig("did you mean org.xenbay.console?", "etc/org.xenbay.qusb.cfg: file=", "cannot be read (");
        Files.delete(file("org.xenbay.consol.cfg"));
        Files.delete(file("org.xenbay.qusb.cfg"));
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(xenbay.command("config").out()).doesNotContain("no effect"));

        write("org.xenbay.console.cfg", "history=8192\n");
        awaitHistory("8k");
        write("org.xenbay.console.config", "history=\"16384\"\n");
        awaitHistory("16k");
        Files.delete(file("org.xenbay.console.config"));
        awaitHistory("8k");
        Files.delete(file("org.xenbay.console.cfg"));
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(
                                xenbay.command("config", "console").out().lines())
                        .anyMatch(line -> line.contains("\thistory\t") && line.contains("\tdefault")));
    }
}
