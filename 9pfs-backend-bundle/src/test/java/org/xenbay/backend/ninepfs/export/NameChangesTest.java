package org.xenbay.backend.ninepfs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.xenbay.api.file.FileStat;
import org.xenbay.nativexen.file.HostFilesComponent;

/** Names are changed while closed files are looked for by their names. */
@Timeout(60)
class NameChangesTest {

    private static final int FEW = 8;

    @TempDir
    Path folder;

    private final Housekeeping housekeeping = new Housekeeping();
    private final List<Place> places = new ArrayList<>();
    private Export export;
    private Place root;
    private Place dir;
    private Place file;
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
        export = new Export(HostFilesComponent.ofThisHost().orElseThrow().open(folder), rules, housekeeping);
        root = export.root();
        root.identified(root.node().stat());
        places.add(root);
        dir = walk(root, "dir");
        file = walk(dir, "file");
        stat = file.node().stat();
    }

    @AfterEach
    void stop() {
        places.forEach(Place::close);
        assertThat(export.descriptors().taken()).isZero();
        export.close();
        housekeeping.close();
    }

    private Place walk(Place from, String name) throws FileException {
        Place place = from.child(export.files().lookup(from, bytes(name)), bytes(name));
        places.add(place);
        place.identified(place.node().stat());
        return place;
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
        CountDownLatch goesOn = new CountDownLatch(1);
        CompletableFuture<Void> renaming = CompletableFuture.runAsync(() -> {
            try {
                export.names().move(root, bytes("dir"), root, bytes("away"), () -> {
                    export.files().rename(root, bytes("dir"), root, bytes("away"));
                    renamed.countDown();
                    await(goesOn);
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
        goesOn.countDown();
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
    void aRemovalWithoutADescriptorForWhatTheGuestKnowsRemovesNothing() throws Exception {
        useOthers();
        List<Holding> held = new ArrayList<>();
        Place other = walk(root, "other0");
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
