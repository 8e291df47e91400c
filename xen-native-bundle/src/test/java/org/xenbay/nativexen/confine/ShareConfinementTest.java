// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.confine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.file.Confinement;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.api.file.Power;
import org.xenbay.api.file.Share;
import org.xenbay.nativexen.file.HostFilesComponent;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.SystemCalls;

/** What a thread that serves a share can still do, on this host's kernel; skipped where it has no Landlock. */
class ShareConfinementTest {

    private static final HostFiles FILES = HostFilesComponent.ofThisHost().orElseThrow();
    private static final Machine HERE = Machine.here();

    @TempDir
    Path folder;

    private Path shared;
    private Path outside;
    private Share share;
    private Confinement confinement;

    @BeforeEach
    void open() throws IOException {
        NativeThreadConfinement here = NativeThreadConfinement.ofThisHost(List.of());
        Assumptions.assumeTrue(here.confinesFiles(), here.describe());
        shared = Files.createDirectory(folder.resolve("shared"));
        outside = Files.writeString(folder.resolve("outside"), "secret");
        share = FILES.open(shared);
        confinement = share.confinement(Set.of());
    }

    @AfterEach
    void close() {
        if (share != null) {
            confinement.close();
            share.close();
        }
    }

    private <T> T confined(Callable<T> work) throws Exception {
        return confined(confinement, work);
    }

    private static <T> T confined(Confinement by, Callable<T> work) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                by.confineThread();
                result.complete(work.call());
            } catch (Throwable failed) {
                result.completeExceptionally(failed);
            }
        });
        thread.start();
        try {
            return result.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new AssertionError(failed.getCause());
        } finally {
            thread.join();
        }
    }

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer bytes(String text) {
        byte[] plain = name(text);
        return ByteBuffer.allocateDirect(plain.length).put(plain).flip();
    }

    @Test
    void filesOutsideOfTheShareAreRefused() throws Exception {
        assertThatThrownBy(() -> confined(() -> Files.readString(outside))).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> confined(() -> Files.readString(Path.of("/etc/shadow"))))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> confined(() -> Files.writeString(folder.resolve("new"), "written")))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> confined(() -> Files.deleteIfExists(outside)))
                .isInstanceOf(AccessDeniedException.class);
        assertThat(Files.readString(outside)).as("other threads").isEqualTo("secret");
    }

    @Test
    void anotherShareIsRefused() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("file"), "secret");
        try (Share second = FILES.open(other);
                FileNode node = second.root()) {
            assertThatThrownBy(() -> confined(() -> node.lookup(name("file")).openFile(0)))
                    .isInstanceOfSatisfying(
                            FileException.class,
                            failed -> assertThat(failed.errno()).isEqualTo(Errno.EACCES));
        }
    }

    @Test
    void programsAndTheListedCallsAreRefused() throws Exception {
        for (int call : RefusedCalls.on(HERE)) {
            int errno = confined(() -> {
                int result = SystemCalls.syscall(call, -1, -1, -1, -1, -1);
                return result < 0 ? Libc.errno() : 0;
            });
            assertThat(errno).as("call " + call).isEqualTo(Errno.EPERM);
        }
    }

    @Test
    void aConfinedThreadStartsNoOther() {
        assertThatThrownBy(() -> confined(() -> {
                    new Thread(() -> {}).start();
                    return null;
                }))
                .hasMessageContaining("unable to create native thread");
    }

    @Test
    void callsOfAnotherMachinesNumbersAreRefused() throws Exception {
        Assumptions.assumeTrue(HERE.secondAbi() != 0, "this machine has one set of numbers");
        int errno = confined(() -> {
            SystemCalls.syscall(HERE.secondAbi() + 39, 0, 0, 0, 0, 0);
            return Libc.errno();
        });
        assertThat(errno).isEqualTo(Errno.EPERM);
    }

    @Test
    void capabilitiesThatAShareDoesNotNeedAreGone() throws Exception {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/etc/shadow")), "this is not root");
        Files.writeString(shared.resolve("file"), "");
        assertThat(errnoOfChown(confinement)).isEqualTo(Errno.EPERM);
        try (Confinement giving = share.confinement(Set.of(Power.CHANGE_OWNERS))) {
            assertThat(errnoOfChown(giving)).isZero();
        }
    }

    private int errnoOfChown(Confinement by) throws Exception {
        return confined(by, () -> {
            try (FileNode root = share.root();
                    FileNode file = root.lookup(name("file"))) {
                file.chown(12, 34);
                return 0;
            } catch (FileException failed) {
                return failed.errno();
            }
        });
    }

    @Test
    void filesOfTheShareAreMadeWrittenMovedAndRemoved() throws Exception {
        String read = confined(() -> {
            try (FileNode root = share.root();
                    FileNode one = root.mkdir(name("one"), 0755);
                    FileNode two = root.mkdir(name("two"), 0755)) {
                var made = one.create(name("file"), OpenFlags.EXCLUSIVE | 2, 0644);
                try (FileNode node = made.node();
                        OpenFile file = made.file()) {
                    file.write(0, bytes("written"));
                    one.rename(name("file"), two, name("moved"));
                    one.link(node, name("linked"));
                    node.truncate(5);
                    two.unlink(name("moved"));
                    one.unlink(name("linked"));
                    one.symlink(name("link"), name("nowhere")).close();
                    root.mknod(name("pipe"), FileStat.S_IFIFO | 0600, new DeviceNumber(0, 0))
                            .close();
                    ByteBuffer target = ByteBuffer.allocateDirect(5);
                    try (OpenFile again = node.openFile(0)) {
                        again.read(0, target);
                    }
                    root.rmdir(name("two"));
                    return StandardCharsets.UTF_8.decode(target.flip()).toString();
                }
            }
        });
        assertThat(read).as("a file without a name, opened again").isEqualTo("writt");
        assertThat(shared).isDirectoryContaining(each -> each.endsWith("pipe"));
    }

    @Test
    void devicesAreMadeOnlyWhereTheShareMayHaveThem() throws Exception {
        assertThatThrownBy(() -> confined(this::makeDevice)).isInstanceOf(FileException.class);
    }

    private Object makeDevice() throws FileException {
        try (FileNode root = share.root()) {
            root.mknod(name("device"), FileStat.S_IFCHR | 0600, new DeviceNumber(1, 3))
                    .close();
            return null;
        }
    }

    @Test
    void theFolderStaysTheShareWhenItIsMoved() throws Exception {
        Files.writeString(shared.resolve("file"), "here");
        Files.move(shared, folder.resolve("elsewhere"));
        assertThat(readFirst()).isEqualTo("here");
    }

    private String readFirst() throws Exception {
        return confined(() -> {
            ByteBuffer target = ByteBuffer.allocateDirect(4);
            try (FileNode root = share.root();
                    FileNode node = root.lookup(name("file"));
                    OpenFile file = node.openFile(2)) {
                file.read(0, target);
            }
            return StandardCharsets.UTF_8.decode(target.flip()).toString();
        });
    }

    @Test
    void afterItsEndAThreadOpensNothingButUsesWhatIsOpen() throws Exception {
        Files.writeString(shared.resolve("file"), "here");
        try (FileNode root = share.root();
                FileNode node = root.lookup(name("file"));
                OpenFile open = node.openFile(0)) {
            confinement.close();
            int read = confined(() -> open.read(0, ByteBuffer.allocateDirect(4)));
            assertThat(read).isEqualTo(4);
            assertThatThrownBy(() -> confined(() -> node.openFile(0))).isInstanceOf(FileException.class);
        }
    }

    @Test
    void mountsInsideOfTheShareAreOfIt() throws Exception {
        Path inside = Files.createDirectory(shared.resolve("inside"));
        Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "none", inside.toString()), "this process cannot mount");
        try {
            Files.writeString(inside.resolve("file"), "deep");
            String read = confined(() -> {
                ByteBuffer target = ByteBuffer.allocateDirect(4);
                try (FileNode root = share.root();
                        FileNode below = root.lookup(name("inside"));
                        FileNode node = below.lookup(name("file"));
                        OpenFile file = node.openFile(2)) {
                    file.read(0, target);
                }
                return StandardCharsets.UTF_8.decode(target.flip()).toString();
            });
            assertThat(read).isEqualTo("deep");
        } finally {
            run("umount", inside.toString());
        }
    }

    @Test
    void aShareCanBeABindMount() throws Exception {
        Files.writeString(shared.resolve("file"), "here");
        Path elsewhere = Files.createDirectory(folder.resolve("bind"));
        Assumptions.assumeTrue(
                run("mount", "--bind", shared.toString(), elsewhere.toString()), "this process cannot mount");
        try (Share bound = FILES.open(elsewhere);
                Confinement by = bound.confinement(Set.of())) {
            int read = confined(by, () -> {
                try (FileNode root = bound.root();
                        FileNode node = root.lookup(name("file"));
                        OpenFile file = node.openFile(2)) {
                    return file.read(0, ByteBuffer.allocateDirect(4));
                }
            });
            assertThat(read).isEqualTo(4);
        } finally {
            run("umount", elsewhere.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
