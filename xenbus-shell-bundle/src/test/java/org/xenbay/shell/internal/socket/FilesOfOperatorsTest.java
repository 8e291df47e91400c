// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.shell.internal.command.FakeRecorder;
import org.xenbay.shell.wire.Hello;

/** Files that commands make and read: names are resolved in the operator's folder, not in the daemon's. */
class FilesOfOperatorsTest {

    @TempDir
    Path folder;

    private Path here;
    private TestShell shell;

    @BeforeEach
    void start() throws IOException {
        here = Files.createDirectory(folder.resolve("here"));
        shell = new TestShell(folder.resolve("s"), 3);
        shell.commands.add(FakeRecorder.command(), 0);
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    private TestShell.Answer inFolder(boolean line, String... words) throws IOException {
        try (TestShell.Pending pending =
                shell.begin(new Hello(line, 0, false, false, List.of(words), here.toString()))) {
            return pending.answer();
        }
    }

    @Test
    void aNewFileIsMadeInTheOperatorsFolder() throws IOException {
        Path file = here.resolve("a.cast");
        assertThat(inFolder(false, "record", "--seconds", "3", "5/console/0", "a.cast"))
                .isEqualTo(new TestShell.Answer(0, "1 line in " + file + "\n", ""));
        assertThat(file).hasContent("PT3S");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .as("it shows what the guest shows")
                .isEqualTo("rw-------");
        Path other = here.resolve("b.cast");
        assertThat(inFolder(true, "record 5/console/0 b.cast").out()).isEqualTo("1 line in " + other + "\n");
        Path absolute = folder.resolve("c.cast");
        assertThat(inFolder(false, "record", "5/console/0", absolute.toString()).exit())
                .isZero();
        assertThat(absolute).hasContent("PT10S");
    }

    @Test
    void whatCanBeRecordedAndHowIsSaidByThoseWhoRecord() throws IOException {
        assertThat(shell.run("help", "record").out())
                .contains("\n  <id> <file>: a console as its length, and the new file\n");
    }

    @Test
    void whatCannotBeRecordedLeavesNoFileAndTouchesNoOther() throws IOException {
        Path file = here.resolve("a.cast");
        assertThat(inFolder(false, "record", "5/console/1", "a.cast"))
                .isEqualTo(new TestShell.Answer(1, "", "xenbay: the console has gone\n"));
        assertThat(inFolder(false, "record", "5/vkbd/0", "a.cast"))
                .isEqualTo(new TestShell.Answer(1, "", "xenbay: there is nothing to record at 5/vkbd/0 now\n"));
        assertThat(inFolder(false, "record", "5/console/0", "a.cast", "--seconds", "0")
                        .exit())
                .isEqualTo(2);
        assertThat(inFolder(false, "record", "5/console/0", "a\0").exit()).isEqualTo(2);
        assertThat(file).doesNotExist();
        Files.writeString(file, "mine");
        assertThat(inFolder(false, "record", "5/console/0", "a.cast").err())
                .isEqualTo("xenbay: there is a file " + file + " already\n");
        assertThat(file).hasContent("mine");
    }

    @Test
    void theTabKeyOffersJarsOfTheOperatorsFolder() throws IOException {
        Files.createFile(here.resolve("a.jar"));
        Files.createFile(Files.createDirectory(here.resolve("sub")).resolve("b.jar"));
        assertThat(inFolder(false, "candidates", "deploy", "").out()).isEqualToIgnoringWhitespace("a.jar sub/");
        assertThat(inFolder(false, "candidates", "update", "echo", "sub/").out())
                .isEqualToIgnoringWhitespace("sub/b.jar");
        assertThat(inFolder(false, "candidates", "deploy", "../here/").out())
                .isEqualToIgnoringWhitespace("../here/a.jar ../here/sub/");
    }

    @Test
    void aJarIsLookedForInTheOperatorsFolder() throws IOException {
        for (String command : List.of("deploy", "update org.example")) {
            assertThat(inFolder(true, command + " absent.jar").err())
                    .isEqualTo("xenbay: there is no file " + here.resolve("absent.jar") + "\n");
        }
    }
}
