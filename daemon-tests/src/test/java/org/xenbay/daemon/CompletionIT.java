// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tab key in the shell that a terminal gets. */
@Timeout(120)
class CompletionIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String NEW_LINE = "\u0015";

    @TempDir
    Path folder;

    private Terminal terminal;

    @Test
    void theTabKeyCompletesAlsoWhereGogoHasACommandOfThatName() throws Exception {
        try (Installation xenbay = new Installation(folder)) {
            terminal = xenbay.terminal(120);
            await().atMost(TIMEOUT)
                    .until(() -> Files.exists(xenbay.run().resolve("ready"))
                            && terminal.text().endsWith("xenbay> ")
                            && xenbay.command("devices").out().lines().count() == 4);
            typed("help expl\t\r", "usage: explain [--json] <id>");
            typed("attach 1/vinp\t", "1/vinput/0");
            typed(NEW_LINE + "update org.xenbay.backend.nine\t", "org.xenbay.backend.ninepfs");
            terminal.type(NEW_LINE + "exit\r");
            assertThat(terminal.exit(TIMEOUT.toSeconds())).isZero();
        } finally {
            terminal.close();
        }
    }

    /** Types, and waits for the completion after it. */
    private void typed(String keys, String shown) throws IOException {
        int before = terminal.text().length();
        terminal.type(keys);
        await(keys)
                .atMost(TIMEOUT)
                .untilAsserted(
                        () -> assertThat(terminal.text().substring(before)).contains(shown));
    }
}
