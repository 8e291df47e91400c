// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.Share;
import org.xenbay.nativexen.file.HostFilesComponent;

/** Names change while the server looks for closed files by their names. */
@Timeout(60)
class NameChangesTest {

    private static final int FEW = 8;

    @TempDir
    Path folder;

    private final Housekeeping housekeeping = new Housekeeping();
    private final List<PathEntry> entries = new ArrayList<>();
    private Export export;
    private Runnable afterLookup = () -> {};
    private PathEntry root;
    private PathEntry dir;
    private PathEntry file;
    private FileStat stat;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @BeforeEach
    void start() throws Exception {
        Files.createDirectory(folder.resolve("dir"));
        Files.createFile(folder.resolve("dir/file"));
        for (int i = 0; i < 2 * FEW; i++) {
            Files.createFile(folder.resolve("other" + i));
        }
        ExportRules rules = new ExportRules(ExportRules.Model.NONE, false, Squash.NONE, Quota.Limits.NONE, FEW);
        Share share = HostFilesComponent.ofThisHost().orElseThrow().open(folder);
        export = new Export((Share) watched(share, Share.class), rules, housekeeping);
        root = export.root();
        root.identified(root.node().stat());
        entries.add(root);
        dir = walk(root, "dir");
        file = walk(dir, "file");
        stat = file.node().stat();
    }

    @AfterEach
    void stop() {
        entries.forEach(PathEntry::close);
        assertThat(export.descriptors().taken()).isZero();
        export.close();
        housekeeping.close();
    }

    /** Runs {@link #afterLookup} after each lookup in the root. */
    private Object watched(Object thing, Class<?> kind) {
        return Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, (proxy, method, given) -> {
            Object result;
            try {
                result = method.invoke(thing, given);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
            if (method.getName().equals("root")) {
                return watched(result, FileNode.class);
            }
            if (method.getName().equals("lookup") && Arrays.equals((byte[]) given[0], bytes("empty"))) {
                Runnable now = afterLookup;
                afterLookup = () -> {};
                now.run();
            }
            return result;
        });
    }

    private PathEntry walk(PathEntry from, String name) throws FileException {
        PathEntry entry = from.child(export.files().lookup(from, bytes(name)), bytes(name));
        entries.add(entry);
        entry.identified(entry.node().stat());
        return entry;
    }

    private void useOthers() throws FileException {
        useOtherFiles();
        assertThat(dir.openNode()).isEmpty();
        assertThat(file.openNode()).isEmpty();
    }

    @Test
    void aRenameThatIsUnderWayHidesNothing() throws Exception {
        useOthers();
        CountDownLatch renamed = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Void> renaming = CompletableFuture.runAsync(() -> {
            try {
                export.names().move(root, bytes("dir"), root, bytes("away"), () -> {
                    assertThat(folder.resolve("dir")
                                    .toFile()
                                    .renameTo(folder.resolve("away").toFile()))
                            .isTrue();
                    renamed.countDown();
                    await(mayEnd);
                });
            } catch (FileException failed) {
                throw new IllegalStateException(failed);
            }
        });
        await(renamed);
        assertThat(file.node().stat()).isEqualTo(stat);
        useOthers();
        assertThat(file.node().stat()).isEqualTo(stat);
        useOthers();
        mayEnd.countDown();
        renaming.get(20, TimeUnit.SECONDS);
        assertThat(dir.name()).isEqualTo(bytes("away"));
        assertThat(file.node().stat()).isEqualTo(stat);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** The name is removed right after the check that the file could be found again. */
    @Test
    void aFileThatIsRemovedWhileItIsAboutToBeClosedStaysOpen() throws Exception {
        Files.createDirectory(folder.resolve("empty"));
        PathEntry empty = walk(root, "empty");
        FileStat before = empty.node().stat();
        boolean[] removed = new boolean[1];
        afterLookup = () -> {
            try {
                export.names()
                        .remove(
                                root,
                                bytes("empty"),
                                () -> assertThat(
                                                folder.resolve("empty").toFile().delete())
                                        .isTrue());
                removed[0] = true;
            } catch (FileException failed) {
                throw new IllegalStateException(failed);
            }
        };
        useOtherFiles();
        assertThat(removed[0]).isTrue();
        useOtherFiles();
        assertThat(empty.node().stat().inode()).isEqualTo(before.inode());
    }

    @Test
    void aRemovalThatFailsLeavesTheFileWhereItWas() throws Exception {
        useOthers();
        assertThatThrownBy(() -> export.names()
                        .remove(root, bytes("dir"), () -> export.files().rmdir(root, bytes("dir"))))
                .isInstanceOfSatisfying(
                        FileException.class,
                        failed -> assertThat(failed.errno()).isEqualTo(Errno.ENOTEMPTY));
        useOthers();
        assertThat(file.node().stat()).isEqualTo(stat);
    }

    @Test
    void aRemovalWithoutADescriptorForTheFilesPathEntriesRemovesNothing() throws Exception {
        useOthers();
        List<Holding> held = new ArrayList<>();
        PathEntry other = walk(root, "other0");
        try {
            assertThatThrownBy(() -> {
                        while (true) {
                            held.add(other.open(1, 0));
                        }
                    })
                    .isInstanceOf(FileException.class);
            assertThatThrownBy(() -> export.names()
                            .remove(dir, bytes("file"), () -> export.files().unlink(dir, bytes("file"))))
                    .isInstanceOfSatisfying(
                            FileException.class,
                            failed -> assertThat(failed.errno()).isEqualTo(Errno.EMFILE));
            assertThat(folder.resolve("dir/file")).exists();
        } finally {
            held.forEach(Holding::close);
        }
        export.names().remove(dir, bytes("file"), () -> export.files().unlink(dir, bytes("file")));
        useOtherFiles();
        assertThat(file.node().stat().links()).isZero();
    }

    private void useOtherFiles() throws FileException {
        for (int i = 0; i < 2 * FEW; i++) {
            walk(root, "other" + i);
        }
    }
}
