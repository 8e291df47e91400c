// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSocketTest {

    @TempDir
    Path folder;

    private LocalSocket listen(String name) throws IOException {
        return LocalSocket.listen(folder.resolve(name), LocalSocket.Access.OWNER);
    }

    private static void connect(Path path) throws IOException {
        SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
    }

    @Test
    void theFileHasItsPermissionsAndNothingElseIsLeft() throws Exception {
        try (LocalSocket owner = listen("owner");
                LocalSocket group = LocalSocket.listen(folder.resolve("group"), LocalSocket.Access.GROUP)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(owner.path())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(group.path())))
                    .isEqualTo("rw-rw----");
            connect(owner.path());
            assertThat(folder.toFile().list()).containsExactlyInAnyOrder("owner", "group");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void itIsMadeWhereNobodyElseCanGo() throws Exception {
        try (PrivateFolder inner = PrivateFolder.beside(folder.resolve("s"))) {
            Path made = inner.socket().getParent();
            assertThat(made.getParent()).isEqualTo(folder);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aSocketThatNobodyServesIsReplacedAndAServedOneIsNot() throws Exception {
        Path path = folder.resolve("s");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        try (LocalSocket first = listen("s")) {
            connect(path);
            assertThatThrownBy(() -> listen("s")).isInstanceOf(BindException.class);
            connect(path);
            assertThat(first.path()).exists();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aSocketThatNobodyServesIsRemovedAndAServedOneIsNot() throws Exception {
        Path path = folder.resolve("s");
        LocalSocket.removeStale(path);
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));
            assertThatThrownBy(() -> LocalSocket.removeStale(path))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("another program does");
        }
        assertThat(path).exists();
        LocalSocket.removeStale(path);
        assertThat(folder).isEmptyDirectory();
        Files.writeString(path, "kept");
        assertThatThrownBy(() -> LocalSocket.removeStale(path)).hasMessageContaining("a file that is not a socket");
        assertThat(path).hasContent("kept");
    }

    @Test
    void whatIsNoSocketIsLeftAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "precious");
        Path inner = Files.createDirectory(folder.resolve("folder"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
        for (Path each : new Path[] {file, inner, link}) {
            assertThatThrownBy(() -> LocalSocket.listen(each, LocalSocket.Access.OWNER))
                    .hasMessageContaining("is not a socket")
                    .hasMessageContaining(each.toString());
        }
        assertThat(file).hasContent("precious");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("file", "folder", "link");
    }

    @Test
    void aPipeIsNoSocket() throws Exception {
        Path pipe = folder.resolve("pipe");
        Assumptions.assumeTrue(
                Stream.of("/usr/bin/mkfifo", "/bin/mkfifo").anyMatch(each -> Files.exists(Path.of(each))),
                "skipped: there is no mkfifo");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> LocalSocket.listen(pipe, LocalSocket.Access.OWNER))
                .hasMessageContaining("is not a socket");
        assertThat(pipe).exists();
    }

    @Test
    void theFileOfASuccessorStays() throws Exception {
        LocalSocket first = listen("s");
        Files.delete(first.path());
        try (LocalSocket second = listen("s")) {
            first.close();
            connect(second.path());
        }
    }

    @Test
    void anAdoptedSocketIsServedOnAndRemovedAtTheEnd() throws Exception {
        LocalSocket first = listen("s");
        try (LocalSocket adopted = LocalSocket.adopt(first.path(), first.channel())) {
            connect(adopted.path());
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aPathThatIsNoneOrTooLongIsNamed() {
        assertThatThrownBy(() -> LocalSocket.checked("relative")).hasMessageContaining("absolute");
        assertThatThrownBy(() -> LocalSocket.checked("/" + "x".repeat(107))).hasMessageContaining("at most 107 bytes");
        assertThatThrownBy(() -> LocalSocket.checked("/" + "x".repeat(100) + "/s"))
                .hasMessageContaining("at most 99 bytes");
        assertThat(LocalSocket.checked("/" + "x".repeat(106))).isAbsolute();
    }
}
