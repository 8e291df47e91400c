// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {

    private static final int MAX = 100;

    @TempDir
    Path folder;

    private Path file(String permissions, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    @Test
    void whatOnlyItsOwnerReadsIsRead() throws IOException {
        for (String permissions : new String[] {"rw-------", "r--------", "rwx------"}) {
            assertThat(SecretFile.read(file(permissions, "secret"), MAX))
                    .asString()
                    .isEqualTo("secret");
            Files.delete(folder.resolve("secret"));
        }
    }

    @Test
    void aFileThatOthersCanReadOrWriteIsRefused() throws IOException {
        for (String permissions : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
            Path file = file(permissions, "secret");
            assertThatThrownBy(() -> SecretFile.read(file, MAX))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("chmod 600 " + file);
        }
    }

    @Test
    void aFileOfSomebodyElseIsRefused() throws IOException {
        Path file = file("rw-------", "secret");
        UserPrincipal self = Files.getOwner(file);
        assumeThat(self.getName()).isEqualTo("root");
        Files.setOwner(
                file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        assertThatThrownBy(() -> SecretFile.read(file, MAX))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " belongs to nobody; chown root " + file);
    }

    @Test
    void aLinkIsNotFollowedAndAFolderIsNoFile() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file("rw-------", "secret"));
        assertThatThrownBy(() -> SecretFile.read(link, MAX))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("name the file itself");
        Path inside = Files.createDirectory(folder.resolve("folder"));
        assertThatThrownBy(() -> SecretFile.read(inside, MAX))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no file");
    }

    @Test
    void aFileThatHasMoreThanASecretIsRefused() throws IOException {
        assertThat(SecretFile.read(file("rw-------", "x".repeat(MAX)), MAX)).hasSize(MAX);
        Path file = file("rw-------", "x".repeat(MAX + 1));
        assertThatThrownBy(() -> SecretFile.read(file, MAX))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has more than 100 bytes");
    }
}
