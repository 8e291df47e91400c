// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.OpenDirectory;
import org.xenbay.api.file.Share;
import org.xenbay.nativexen.file.HostFilesComponent;

/** A file appears in a metadata folder of {@code mapped-file} while the server removes the folder. */
class SideFolderTest {

    private static final byte[] DIR = bytes("dir");

    @TempDir
    Path folder;

    private final MappedModel model = new MappedModel(new SideFileStore());
    private PathEntry root;
    private Path dir;
    private Path side;
    /** Whether another guest makes a file meanwhile. */
    private boolean races = true;
    /** Most names that were taken from a folder at a time. */
    private int mostAtOnce;

    @BeforeEach
    void make() throws Exception {
        try (Share share = HostFilesComponent.ofThisHost().orElseThrow().open(folder)) {
            Budgets many = new Budgets(1000, Allowance.unlimited(), Allowance.unlimited());
            root = PathEntries.rootOf(watched(share.root()), many, PathEntryNotes.NONE);
        }
        model.mkdir(root, DIR, 0755, Owner.of(7, 8)).close();
        dir = folder.resolve("dir");
        side = dir.resolve(".virtfs_metadata");
        Files.createDirectory(side);
        Files.writeString(side.resolve("stale"), "virtfs.uid=1\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The change that another guest makes to the same folder right after the server has read it. */
    private void race() {
        try {
            if (races && Files.notExists(dir.resolve("raced"))) {
                Files.createFile(dir.resolve("raced"));
                Files.createDirectories(side);
                Files.writeString(side.resolve("raced"), "virtfs.uid=5\n");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The host's nodes; after a folder was read, files appear in it. */
    private FileNode watched(FileNode node) {
        return (FileNode) Proxy.newProxyInstance(
                FileNode.class.getClassLoader(), new Class<?>[] {FileNode.class}, new Watched(node));
    }

    private final class Watched implements java.lang.reflect.InvocationHandler {
        private final FileNode node;

        Watched(FileNode node) {
            this.node = node;
        }

        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] args) throws Throwable {
            Object[] plain = args == null ? new Object[0] : args.clone();
            for (int i = 0; i < plain.length; i++) {
                if (plain[i] instanceof FileNode other && Proxy.isProxyClass(other.getClass())) {
                    plain[i] = ((Watched) Proxy.getInvocationHandler(other)).node;
                }
            }
            try {
                Object result = method.invoke(node, plain);
                if (result instanceof OpenDirectory directory) {
                    return thatRaces(directory);
                }
                return result instanceof FileNode other ? watched(other) : result;
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        }
    }

    private OpenDirectory thatRaces(OpenDirectory directory) {
        return (OpenDirectory) Proxy.newProxyInstance(
                OpenDirectory.class.getClassLoader(), new Class<?>[] {OpenDirectory.class}, (proxy, method, args) -> {
                    if (!method.getName().equals("read")) {
                        return method.invoke(directory, args);
                    }
                    int[] taken = new int[1];
                    directory.read((Long) args[0], entry -> {
                        boolean isTaken = ((OpenDirectory.Visitor) args[1]).take(entry);
                        taken[0] += isTaken ? 1 : 0;
                        return isTaken;
                    });
                    mostAtOnce = Math.max(mostAtOnce, taken[0]);
                    race();
                    return null;
                });
    }

    @Test
    void metadataOfAFileThatCameMeanwhileSurvivesTheRemovalThatFails() throws Exception {
        assertThatThrownBy(() -> model.rmdir(root, DIR))
                .isInstanceOfSatisfying(
                        FileException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOTEMPTY));
        assertThat(side.resolve("raced")).hasContent("virtfs.uid=5");
        assertThat(folder.resolve(".virtfs_metadata/dir")).exists();
        try (PathEntry entry = root.child(root.node().lookup(DIR), DIR)) {
            assertThat(model.stat(entry).uid()).isEqualTo(7);
        }
        assertThat(folder.resolve(".virtfs_metadata").toFile().list())
                .as("nothing is left aside")
                .containsExactly("dir");
    }

    @Test
    void newerMetadataIsNotReplacedByThatWhichWasMovedAside() throws Exception {
        Files.createFile(dir.resolve("raced"));
        byte[] name = bytes("dir");
        assertThatThrownBy(() -> new SideFolder(root.node(), name)
                        .without(
                                () -> {
                                    throw new FileException(Errno.EBUSY, "removal of what is in use");
                                },
                                new FileException(Errno.ENOTEMPTY, "removal")))
                .isInstanceOfSatisfying(
                        FileException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOTEMPTY));
        Files.delete(dir.resolve("raced"));
        assertThatThrownBy(() -> new SideFolder(root.node(), name)
                        .without(
                                () -> {
                                    writeNewer();
                                    throw new FileException(Errno.EBUSY, "removal of what is in use");
                                },
                                new FileException(Errno.ENOTEMPTY, "removal")))
                .isInstanceOfSatisfying(
                        FileException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
        assertThat(side.resolve("stale")).hasContent("virtfs.uid=9");
        assertThat(side.resolve("raced")).hasContent("virtfs.uid=5");
    }

    private void writeNewer() {
        try {
            Files.createDirectories(side);
            Files.writeString(side.resolve("stale"), "virtfs.uid=9\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void fill(Path with, int files) throws IOException {
        for (int i = 0; i < files; i++) {
            Files.createFile(with.resolve("file" + i));
        }
    }

    /** A guest decides how many files there are: their names would fill the daemon's memory. */
    @Test
    void aRefusedRemovalOfAFolderReadsSomeOfItsNamesOnly() throws Exception {
        races = false;
        fill(dir, 500);
        assertThatThrownBy(() -> model.rmdir(root, DIR))
                .isInstanceOfSatisfying(
                        FileException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOTEMPTY));
        assertThat(mostAtOnce).isBetween(1, 10);
        assertThat(side.resolve("stale")).hasContent("virtfs.uid=1");
    }

    @Test
    void metadataOfManyFilesIsRemovedAFewAtATime() throws Exception {
        races = false;
        fill(side, 2500);
        model.rmdir(root, DIR);
        assertThat(dir).doesNotExist();
        assertThat(mostAtOnce).isBetween(1, 1002);
    }

    @Test
    void metadataOfManyFilesIsPutBackAFewAtATime() throws Exception {
        races = false;
        fill(side, 2500);
        assertThatThrownBy(() -> new SideFolder(root.node(), DIR)
                        .without(
                                () -> {
                                    writeNewer();
                                    throw new FileException(Errno.EBUSY, "removal of what is in use");
                                },
                                new FileException(Errno.ENOTEMPTY, "removal")))
                .isInstanceOf(FileException.class);
        assertThat(side.toFile().list()).hasSize(2501);
        assertThat(side.resolve("stale")).hasContent("virtfs.uid=9");
        assertThat(mostAtOnce).isBetween(1, 1002);
    }
}
