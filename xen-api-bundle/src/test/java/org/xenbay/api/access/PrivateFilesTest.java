// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {

    @TempDir
    Path folder;

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aFolderAndThoseAboveItAreTheOwnersOnly() throws IOException {
        Path inner = folder.resolve("outer/inner");
        PrivateFiles.makeFolder(inner);
        assertThat(permissions(inner)).isEqualTo("rwx------");
        assertThat(permissions(inner.getParent())).isEqualTo("rwx------");
    }

    @Test
    void aFolderThatIsThereStaysAsItIs() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwxr-x---"));
        PrivateFiles.makeFolder(there);
        assertThat(permissions(there)).isEqualTo("rwxr-x---");
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> PrivateFiles.makeFolder(file)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void aFileIsMadeAsTheOptionsSayAndIsItsOwnersOnly() throws IOException {
        Path file = folder.resolve("file");
        try (FileChannel made = PrivateFiles.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            made.write(ByteBuffer.wrap(bytes("secret")));
            ByteBuffer read = ByteBuffer.allocate(6);
            made.read(read, 0);
            assertThat(read.array()).isEqualTo(bytes("secret"));
        }
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThatThrownBy(() -> PrivateFiles.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("secret");
    }

    @Test
    void aFileIsReplacedByOneThatOnlyItsOwnerReads() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "a longer text of before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        PrivateFiles.replace(file, bytes("secret"));
        assertThat(file).hasContent("secret");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    /** A process that was killed while it wrote has left a part. */
    @Test
    void whatAnEarlierProcessHasLeftHalfWrittenIsInNobodysWay() throws IOException {
        Files.writeString(folder.resolve("file.new"), "half of a text that is longer");
        PrivateFiles.replace(folder.resolve("file"), bytes("whole"));
        assertThat(folder.resolve("file")).hasContent("whole");
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void aLinkIsReplacedAndNotFollowed() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve("file"), elsewhere);
        Files.createSymbolicLink(folder.resolve("file.new"), elsewhere);
        PrivateFiles.replace(link, bytes("secret"));
        assertThat(elsewhere).hasContent("mine");
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(link).hasContent("secret");
    }

    /** No file takes the place of a folder that is not empty. */
    @Test
    void whenItFailsNothingOfItIsLeft() throws IOException {
        Path file = Files.createDirectory(folder.resolve("file"));
        Files.createFile(file.resolve("inside"));
        assertThatThrownBy(() -> PrivateFiles.replace(file, bytes("secret"))).isInstanceOf(IOException.class);
        assertThat(folder.toFile().list()).containsExactly("file");
        Path part = Files.createDirectory(folder.resolve("other.new"));
        Files.createFile(part.resolve("inside"));
        assertThatThrownBy(() -> PrivateFiles.replace(folder.resolve("other"), bytes("secret")))
                .isInstanceOf(DirectoryNotEmptyException.class);
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void anInterruptEndsNoWrite() throws IOException {
        Path file = folder.resolve("file");
        Thread.currentThread().interrupt();
        try {
            PrivateFiles.replace(file, bytes("whole"));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(file).hasContent("whole");
    }
}
