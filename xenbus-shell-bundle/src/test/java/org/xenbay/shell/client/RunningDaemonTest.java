// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningDaemonTest {

    @TempDir
    Path folder;

    private void note(String text) throws Exception {
        Files.writeString(folder.resolve("xenbay.pid"), text);
    }

    @Test
    void aJavaProcessThatTheFolderNamesIsTheDaemon() throws Exception {
        long self = ProcessHandle.current().pid();
        note(self + "\n");
        assertThat(RunningDaemon.of(folder.resolve("shell.sock"))).contains(self);
    }

    @Test
    void anEndedOrOtherProcessIsNot() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            note(other.pid() + "\n");
            assertThat(RunningDaemon.of(folder.resolve("shell.sock"))).isEmpty();
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(RunningDaemon.of(folder.resolve("shell.sock"))).isEmpty();
    }

    @Test
    void aFolderThatNamesNoneHasNone() throws Exception {
        assertThat(RunningDaemon.of(folder.resolve("shell.sock"))).isEmpty();
        note("");
        assertThat(RunningDaemon.of(folder.resolve("shell.sock"))).isEmpty();
    }
}
