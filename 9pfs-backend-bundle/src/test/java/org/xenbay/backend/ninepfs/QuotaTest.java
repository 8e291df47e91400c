package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.file.Errno;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;

/** xl.cfg's max-space, max-files, max-open-files and auto-delete. */
class QuotaTest {

    private static final int MIB = 1 << 20;
    private static final int WRITE = 1;

    @TempDir
    Path folder;

    private Host host;
    private Host.Share share;
    private NinePClient client;
    private int root;

    @BeforeEach
    void start() {
        host = new Host(folder);
    }

    @AfterEach
    void stop() {
        host.close();
    }

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
    void spaceEndsWhereItIsSaidToAndComesBack() throws Exception {
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
    void theOldestFilesThatAreNotOpenGiveWay() throws Exception {
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
}
