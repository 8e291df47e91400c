// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.file.Errno;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;

/** The limits max-space, max-files, max-open-files and auto-delete of xl.cfg. */
class QuotaTest extends ServedFolder {

    private static final int MIB = 1 << 20;
    private static final int WRITE = 1;

    private Host.Share share;
    private NinePClient client;
    private int root;

    private void mount(Map<String, String> quota) throws InterruptedException {
        share = host.share("xen_9pfs", 2, 9, quota);
        client = share.client();
        root = share.mount();
    }

    private int create(String name) {
        int fid = client.walk(root);
        client.create(fid, name, WRITE, 0644, 0);
        return fid;
    }

    private void fill(int fid, int from, int bytes) {
        for (int done = 0; done < bytes; ) {
            done += client.write(fid, from + done, new byte[Math.min(bytes - done, 500_000)]);
        }
    }

    @Test
    void spaceIsLimitedAndFreeAgainWhenFilesAreRemoved() throws Exception {
        Files.write(folder.resolve("before"), new byte[MIB / 2]);
        mount(Map.of("max-space", "2"));
        int one = create("one");
        fill(one, 0, MIB);
        fill(one, 0, MIB);
        int two = create("two");
        fill(two, 0, MIB / 2);
        Host.refused(Errno.ENOSPC, () -> client.write(two, MIB / 2, new byte[1]));
        assertThat(free()).isZero();
        client.unlinkat(root, "before", 0);
        fill(two, MIB / 2, MIB / 2);
        Host.refused(Errno.ENOSPC, () -> client.write(two, MIB, new byte[1]));
        client.unlinkat(root, "one", 0);
        Host.refused(Errno.ENOSPC, () -> client.write(two, MIB, new byte[1]));
        client.clunk(one);
        fill(two, MIB, MIB);
    }

    private long free() {
        return client.call(new Message(8).u32(root)).body().getLong(7 + 16);
    }

    @Test
    void filesAreCountedHoweverTheyAreMade() throws Exception {
        Files.createFile(folder.resolve("before"));
        mount(Map.of("max-files", "4"));
        client.mkdir(root, "dir", 0755, 0);
        create("file");
        client.call(new Message(16).u32(root).string("link").string("to").u32(0));
        Host.refused(Errno.ENOSPC, () -> create("more"));
        Host.refused(Errno.ENOSPC, () -> client.mkdir(root, "more", 0755, 0));
        Host.refused(
                Errno.ENOSPC,
                () -> client.call(
                        new Message(70).u32(root).u32(client.walk(root, "file")).string("more")));
        client.unlinkat(root, "dir", 0x200);
        client.call(new Message(74).u32(root).string("link").u32(root).string("file"));
        create("one");
        create("two");
        Host.refused(Errno.ENOSPC, () -> create("more"));
    }

    @Test
    void openFilesAreLimited() throws Exception {
        mount(Map.of("max-open-files", "2"));
        int one = create("one");
        create("two");
        Host.refused(Errno.EMFILE, () -> create("three"));
        client.clunk(one);
        create("four");
    }

    @Test
    void theOldestFilesThatAreNotOpenAreDeleted() throws Exception {
        for (int i = 0; i < 4; i++) {
            Path old = Files.write(folder.resolve("old-" + i), new byte[MIB / 2]);
            Files.setLastModifiedTime(old, FileTime.fromMillis(1_000_000L * (i + 1)));
        }
        mount(Map.of("max-space", "2", "auto-delete", "1"));
        int oldest = client.walk(root, "old-0");
        client.open(oldest, 0);
        fill(create("new"), 0, MIB - 1000);
        assertThat(folder.resolve("old-0")).as("open").exists();
        assertThat(folder.resolve("old-1")).doesNotExist();
        assertThat(folder.resolve("old-2")).doesNotExist();
        assertThat(folder.resolve("old-3")).exists();
    }

    @Test
    void aQuotaOutlastsNewCode() throws Exception {
        mount(Map.of("max-space", "1", "max-open-files", "1"));
        int one = create("one");
        fill(one, 0, MIB / 2);
        host.leave(1);
        host.serve(2, Map.of());
        fill(one, MIB / 2, MIB / 2);
        Host.refused(Errno.ENOSPC, () -> client.write(one, MIB, new byte[1]));
        Host.refused(Errno.EMFILE, () -> create("two"));
    }

    private void symlink(String name, int length) {
        client.call(new Message(16)
                .u32(root)
                .string(name)
                .string("t".repeat(length))
                .u32(0));
    }

    private int openToEmpty(String name) {
        int fid = client.walk(root, name);
        client.open(fid, 1 | 01000);
        return fid;
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "passthrough", "mapped-xattr", "mapped-file"})
    void onlyWhatWasTakenIsGivenBack(String model) throws Exception {
        mount(Map.of("max-space", "1", "security_model", model));
        fill(create("big"), 0, MIB);
        Host.refused(Errno.ENOSPC, () -> symlink("link", 4000));
        client.unlinkat(root, "big", 0);
        Host.refused(Errno.ENOSPC, () -> symlink("link", 4000));
        mount(Map.of("max-space", "1", "security_model", model));
        for (int i = 0; i < 300; i++) {
            symlink("link", 4000);
            client.unlinkat(root, "link", 0);
        }
        fill(create("file"), 0, MIB / 2);
        openToEmpty("file");
        int again = openToEmpty("file");
        fill(again, 0, MIB);
        Host.refused(Errno.ENOSPC, () -> client.write(again, MIB, new byte[1]));
    }

    @Test
    void aLimitOfBytesAlsoLimitsNamesAndAttributes() throws Exception {
        mount(Map.of("max-space", "1"));
        for (int i = 0; i < 256; i++) {
            client.mkdir(root, "folder" + i, 0755, 0);
        }
        Host.refused(Errno.ENOSPC, () -> client.mkdir(root, "more", 0755, 0));
        client.unlinkat(root, "folder0", 0x200);
        create("file");
        setAttribute("file", "user.a", 4000);
        setAttribute("file", "user.a", 3000);
        Host.refused(Errno.ENOSPC, () -> setAttribute("file", "user.b", 2000));
    }

    private void setAttribute(String file, String name, int length) {
        int draft = client.walk(root, file);
        client.call(new Message(32).u32(draft).string(name).u64(length).u32(0));
        client.write(draft, 0, new byte[length]);
        client.clunk(draft);
    }

    private void old(String name, int bytes, int age) throws Exception {
        int fid = create(name);
        fill(fid, 0, bytes);
        client.clunk(fid);
        Files.setLastModifiedTime(folder.resolve(name), FileTime.fromMillis(1_000_000_000L - age * 1000L));
    }

    @Test
    void autoDeleteTakesAttributesOfTheDeletedFileOnly() throws Exception {
        mount(Map.of("max-space", "1", "auto-delete", "1", "security_model", "mapped-file"));
        symlink("link", 100);
        Files.setLastModifiedTime(folder.resolve("link"), FileTime.fromMillis(1000));
        Files.setLastModifiedTime(folder.resolve(".virtfs_metadata/link"), FileTime.fromMillis(1000));
        old("kept", MIB / 4, 1);
        old("oldest", MIB / 4, 2);
        fill(create("new"), 0, 5 * MIB / 8);
        assertThat(folder.resolve("oldest")).doesNotExist();
        assertThat(folder.resolve(".virtfs_metadata/oldest")).doesNotExist();
        assertThat(folder.resolve("kept")).exists();
        for (String name : List.of("kept", "link", "new")) {
            assertThat(folder.resolve(".virtfs_metadata").resolve(name)).isNotEmptyFile();
        }
        int link = client.walk(root, "link");
        assertThat(client.call(new Message(22).u32(link)).body().getShort()).isEqualTo((short) 100);
    }

    @Test
    void aDeletedFileThatHasAFidGivesItsBytesBack() throws Exception {
        mount(Map.of("max-space", "1", "auto-delete", "1"));
        old("kept", MIB / 4, 1);
        old("known", MIB / 2, 2);
        int known = client.walk(root, "known");
        fill(create("new"), 0, 5 * MIB / 8);
        assertThat(folder.resolve("known")).doesNotExist();
        assertThat(folder.resolve("kept")).exists();
        client.clunk(known);
        fill(create("more"), 0, MIB / 8);
        assertThat(folder.resolve("kept")).exists();
    }

    @Test
    void aFileThatCanNeverFitDeletesNothing() throws Exception {
        mount(Map.of("max-space", "1", "auto-delete", "1"));
        old("old", MIB / 2, 1);
        int fid = create("new");
        Host.refused(Errno.ENOSPC, () -> client.write(fid, MIB, new byte[1]));
        assertThat(folder.resolve("old")).exists();
    }

    @Test
    void aFileThatLostItsNameCountsAfterNewCodeUntilItIsClosed() throws Exception {
        mount(Map.of("max-space", "1"));
        int one = create("one");
        fill(one, 0, MIB);
        client.unlinkat(root, "one", 0);
        host.leave(1);
        host.serve(2, Map.of());
        int two = create("two");
        Host.refused(Errno.ENOSPC, () -> client.write(two, 0, new byte[1]));
        client.clunk(one);
        fill(two, 0, MIB);
    }
}
