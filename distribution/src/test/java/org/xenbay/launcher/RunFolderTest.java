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
}
