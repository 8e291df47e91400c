// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the log is, and how much of it is taken. */
class DaemonLogTest {

    @TempDir
    Path folder;

    @Test
    void theEndOfTheFileBesideAnInteractiveShellIsTaken() throws Exception {
        Path file = folder.resolve("log/xenbay.0.log");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "first\nsecond\n");
        assertThat(DaemonLog.end(folder)).isEqualTo("first\nsecond\n");
        assertThat(DaemonLog.end(file, 7)).isEqualTo("second\n");
        assertThat(DaemonLog.end(file, 0)).isEmpty();
    }

    @Test
    void theUnitOfAServiceIsTheNameOfItsControlGroup() {
        assertThat(DaemonLog.unit(Stream.of("0::/system.slice/xenbay.service"))).hasValue("xenbay.service");
        assertThat(DaemonLog.unit(Stream.of("1:name=systemd:/user.slice/session-3.scope", "0::/")))
                .isEmpty();
    }
}
