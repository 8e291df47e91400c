// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.file.Credentials;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.api.file.Share;
import org.xenbay.api.file.ThreadCredentials;

/** One thread has the rights of a user while others have the process's. */
class NativeCredentialsTest {

    private static final byte[] NAME = "file".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final ExecutorService one = Executors.newSingleThreadExecutor();
    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private Share share;
    private ThreadCredentials credentials;
    private Path file;

    @BeforeEach
    void open() throws Exception {
        share = HostFilesComponent.ofThisHost().orElseThrow().open(folder);
        credentials = share.credentials();
        Assumptions.assumeTrue(
                credentials.canBeUser(), "skipped: this process cannot use files with the rights of users");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        file = Files.writeString(folder.resolve("file"), "content");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void close() {
        one.shutdownNow();
        other.shutdownNow();
        share.close();
    }

    /** Work of a thread. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static void in(ExecutorService thread, Work work) throws Exception {
        try {
            thread.submit(() -> {
                        work.run();
                        return true;
                    })
                    .get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    private void write() throws FileException {
        try (FileNode root = share.root();
                FileNode node = root.lookup(NAME);
                OpenFile opened = node.openFile(OpenFlags.READ_WRITE)) {
            opened.write(0, ByteBuffer.allocateDirect(1));
        }
    }

    private static void refused(int errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FileException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    @Test
    void aThreadHasTheRightsOfAUserUntilItGivesThemBack() throws Exception {
        in(one, () -> credentials.use(Credentials.user(1000, 1001)));
        refused(Errno.EACCES, () -> in(one, this::write));
        in(other, this::write);
        in(one, () -> {
            try (FileNode root = share.root()) {
                root.mkdir(new byte[] {'d'}, 0777).close();
            }
        });
        assertThat(Files.getAttribute(folder.resolve("d"), "unix:uid")).isEqualTo(1000);
        assertThat(Files.getAttribute(folder.resolve("d"), "unix:gid")).isEqualTo(1001);
        in(one, () -> credentials.use(Credentials.user(1002, 1001)));
        refused(
                Errno.EPERM,
                () -> in(one, () -> {
                    try (FileNode root = share.root();
                            FileNode node = root.lookup(new byte[] {'d'})) {
                        node.chmod(0700);
                    }
                }));
        in(one, () -> credentials.use(Credentials.OWN));
        in(one, this::write);
    }

    @Test
    void aNumberThatNoUserHasIsRefusedAndTheThreadIsUsableAfterwards() throws Exception {
        in(one, () -> {
            refused(Errno.EPERM, () -> credentials.use(Credentials.user(-1, 0)));
            refused(Errno.EPERM, () -> credentials.use(Credentials.user(-1, 0)));
            credentials.use(Credentials.OWN);
            write();
        });
    }

    @Test
    void aWriterWithoutThePrivilegeTakesSetIdBits() throws Exception {
        for (boolean keeps : new boolean[] {true, false, true}) {
            Files.setAttribute(file, "unix:mode", 0106755);
            in(one, () -> {
                credentials.use(keeps ? Credentials.OWN : Credentials.OWN_AS_WRITER);
                write();
            });
            assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(keeps ? 0106755 : 0100755);
        }
        in(one, () -> {
            credentials.use(Credentials.OWN_AS_WRITER);
            credentials.use(Credentials.user(1000, 1000));
            credentials.use(Credentials.OWN);
        });
        Files.setAttribute(file, "unix:mode", 0106755);
        in(one, this::write);
        assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(0106755);
    }
}
