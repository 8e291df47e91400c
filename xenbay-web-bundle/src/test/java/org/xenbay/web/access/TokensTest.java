// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

    private static final String LONG = "abcdefghijklmnopqrstuvwxyz";

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("tokens"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    @Test
    void aFileIsMadeThatOnlyItsOwnerReadsWithATokenForEachAccess() throws IOException {
        Path file = folder.resolve("web/tokens");
        Tokens tokens = Tokens.at(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("web"))))
                .isEqualTo("rwx------");
        List<String> lines = Files.readAllLines(file);
        String full = lines.get(1).substring("full ".length());
        assertThat(full).hasSize(43);
        assertThat(tokens.access(full)).contains(Access.FULL);
        assertThat(tokens.access(lines.get(2).substring("read-only ".length()))).contains(Access.READ_ONLY);
        assertThat(tokens.access("")).isEmpty();
        assertThat(tokens.access(full.substring(1))).isEmpty();
    }

    @Test
    void otherTokensCountAtTheNextLogin() throws IOException {
        Tokens tokens = Tokens.at(file("full " + LONG + "\n"));
        file("# mine\n\nread-only " + LONG + "\n");
        assertThat(tokens.access(LONG)).contains(Access.READ_ONLY);
    }

    @Test
    void aFileThatOthersCanReadIsRefused() throws IOException {
        Path file = file("full " + LONG);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> Tokens.at(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aFileThatIsTooLargeIsNoFileOfTokens() throws IOException {
        Path file = file("#".repeat(70_000));
        assertThatThrownBy(() -> Tokens.at(file)).hasMessageContaining("has more than 65536 bytes");
    }

    @Test
    void whatIsWrongWithALineIsToldWithoutTheLine() throws IOException {
        for (String wrong : List.of("full short", "all " + LONG, "full " + LONG + " x", LONG)) {
            Path file = file("# comment\n" + wrong + "\n");
            assertThatThrownBy(() -> Tokens.at(file))
                    .hasMessageContaining("line 2")
                    .extracting(Throwable::getMessage)
                    .asString()
                    .doesNotContain(LONG, "short");
        }
    }
}
