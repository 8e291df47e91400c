// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    Path folder;

    @Test
    void aMissingFolderIsMadeForItsOwner() throws Exception {
        Path run = folder.resolve("a/run");
        RunFolder.take(run).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run)))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void itNamesItsHolder() throws Exception {
        try (RunFolder held = RunFolder.take(folder)) {
            assertThat(held).isNotNull();
            assertThat(folder.resolve("xenbay.pid"))
                    .hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void itCanBeTakenAgainWhenItsHolderHasGone() throws Exception {
        RunFolder.take(folder).close();
        Files.writeString(folder.resolve("xenbay.pid"), "123456 and more than a process id");
        try (RunFolder held = RunFolder.take(folder)) {
            assertThat(held).isNotNull();
            assertThat(folder.resolve("xenbay.pid"))
                    .hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void twiceInOneProcessIsAnError() throws IOException, StartException {
        try (RunFolder held = RunFolder.take(folder)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> RunFolder.take(folder)).isInstanceOf(OverlappingFileLockException.class);
        }
    }

    /** Takes a run folder, says so, and waits to be ended. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws Exception {
            RunFolder.take(Path.of(arguments[0]));
            System.out.println("taken");
            System.in.read();
        }
    }

    private Process other() throws IOException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(other.inputReader().readLine()).isEqualTo("taken");
        return other;
    }

    /** As with the lock of a daemon that was killed, which the process that keeps its open files holds. */
    @Test
    void aJavaMachineThatHasTheNumberOfAnEarlierHolderDoesNotStopTheStart() throws Exception {
        Process other = other();
        try {
            new Holder(other.pid(), 1).note(folder);
            try (RunFolder held = RunFolder.take(folder)) {
                assertThat(held).isNotNull();
                assertThat(folder.resolve("xenbay.pid"))
                        .hasContent(Long.toString(ProcessHandle.current().pid()));
            }
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aHolderThatIsThereStopsTheStartAndIsNamed() throws Exception {
        Process other = other();
        try {
            assertThatThrownBy(() -> RunFolder.take(folder))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("process " + other.pid());
            Files.delete(folder.resolve("xenbay.started"));
            assertThatThrownBy(() -> RunFolder.take(folder))
                    .as("an earlier version has not noted when it was started")
                    .isInstanceOf(StartException.class);
        } finally {
            other.destroyForcibly().waitFor();
        }
    }
}
