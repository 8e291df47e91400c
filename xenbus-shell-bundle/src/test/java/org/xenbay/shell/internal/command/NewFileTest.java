// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.NewFile;
import org.xenbay.api.command.NewFileOutput;

/** Files that commands make in folders of other users, who may rename what is there meanwhile. */
class NewFileTest {

    @TempDir
    Path folder;

    private Path file;
    private Path other;

    @BeforeEach
    void begin() throws IOException {
        file = folder.resolve("new");
        other = Files.writeString(folder.resolve("other"), "of somebody else");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String writeAfterTheOtherTookItsName(NewFileOutput made) throws IOException {
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        made.write(bytes("what a guest shows"));
        made.overwrite(0, bytes("What"));
        return "written";
    }

    @Test
    void aFileThatTakesTheNameStaysAsItIs() throws Exception {
        assertThat(NewFile.make(file, this::writeAfterTheOtherTookItsName)).isEqualTo("written");
        assertThat(file).hasContent("of somebody else");
    }

    @Test
    void aFileThatTakesTheNameIsNotDeletedWhenTheCommandFails() throws Exception {
        assertThatThrownBy(() -> NewFile.make(file, made -> {
                    writeAfterTheOtherTookItsName(made);
                    throw new CommandFailure("the guest has gone");
                }))
                .isInstanceOf(CommandFailure.class);
        assertThat(file).hasContent("of somebody else");
    }

    @Test
    void aFolderThatTakesTheNameOfTheFilesFolderLosesNothingWhenTheCommandFails() throws Exception {
        Path here = Files.createDirectory(folder.resolve("here"));
        Path there = Files.createDirectory(folder.resolve("there"));
        Files.writeString(there.resolve("new"), "of somebody else");
        assertThatThrownBy(() -> NewFile.make(here.resolve("new"), made -> {
                    Files.move(here, folder.resolve("moved"));
                    Files.move(there, here);
                    throw new CommandFailure("the guest has gone");
                }))
                .isInstanceOf(CommandFailure.class);
        assertThat(here.resolve("new")).hasContent("of somebody else");
        assertThat(folder.resolve("moved")).isEmptyDirectory();
    }

    @Test
    void theFileIsItsOwnersOnlyAndHasWhatWasWrittenDuringAnInterruptToo() throws Exception {
        assertThatThrownBy(() -> NewFile.make(file, made -> {
                    Thread.currentThread().interrupt();
                    made.write(bytes("0 pieces: "));
                    made.write('a');
                    made.write(bytes("xbx"), 1, 1);
                    made.overwrite(0, bytes("2"));
                    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
                    throw new InterruptedException("Ctrl-C");
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(file).hasContent("2 pieces: ab");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void onlyWhatWasWrittenCanBeOverwritten() throws Exception {
        NewFile.make(file, made -> {
            made.write(bytes("abc"));
            for (long position : new long[] {-1, 2, 3, Long.MAX_VALUE}) {
                assertThatThrownBy(() -> made.overwrite(position, bytes("12")))
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
            made.overwrite(1, bytes("12"));
            return "";
        });
        assertThat(file).hasContent("a12");
    }
}
