// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.XenbusState;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;

/** The backend's code is replaced while a guest uses its share. */
class HandoverTest extends ServedFolder {

    private static final int READ_WRITE = 2;
    private static final int FSYNC = 50;
    private static final int LOCK = 52;
    private static final int XATTRCREATE = 32;
    private static final int RENAMEAT = 74;
    private static final int REMOVE = 122;

    private void replace() {
        host.leave(1);
        host.serve(2, Map.of());
    }

    @Test
    void openFilesStayOpen() throws Exception {
        long before = Host.descriptors();
        Host.Share share = host.share();
        NinePClient client = share.client();
        int root = share.mount();
        client.mkdir(root, "dir", 0755, 0);
        int dir = client.walk(root, "dir");
        int file = client.walk(dir);
        client.create(file, "file", READ_WRITE, 0644, 0);
        client.write(file, 0, new byte[] {1, 2, 3});
        int unlinked = client.walk(dir);
        client.create(unlinked, "unlinked", READ_WRITE, 0644, 0);
        client.write(unlinked, 0, new byte[] {7});
        client.unlinkat(dir, "unlinked", 0);
        int draft = client.walk(dir, "file");
        client.call(new Message(XATTRCREATE).u32(draft).string("user.x").u64(2).u32(0));
        client.write(draft, 0, new byte[] {'h'});

        replace();

        assertThat(client.read(file, 0, 10)).containsExactly(1, 2, 3);
        client.write(file, 3, new byte[] {4});
        assertThat(client.read(unlinked, 0, 10)).containsExactly(7);
        client.write(draft, 1, new byte[] {'i'});
        client.clunk(draft);
        assertThat(Files.getAttribute(folder.resolve("dir/file"), "user:x"))
                .isEqualTo("hi".getBytes(StandardCharsets.US_ASCII));
        client.call(new Message(RENAMEAT).u32(dir).string("file").u32(root).string("moved"));
        client.call(new Message(REMOVE).u32(file));
        assertThat(folder.resolve("moved")).doesNotExist();
        assertThat(client.walk(dir, "..", "dir")).isPositive();
        assertThat(share.probe().backendStates()).doesNotContain(XenbusState.CLOSING, XenbusState.CLOSED);
        share.frontend().unload().get(10, TimeUnit.SECONDS);
        Awaitility.await().untilAsserted(() -> assertThat(Host.descriptors()).isLessThanOrEqualTo(before + 1));
    }

    @Test
    void theSuccessorHasTheLocks() throws Exception {
        Files.createFile(folder.resolve("file"));
        Host.Share one = host.share();
        Host.Share other = host.share();
        int first = one.client().walk(one.mount(), "file");
        one.client().open(first, READ_WRITE);
        int second = other.client().walk(other.mount(), "file");
        other.client().open(second, READ_WRITE);
        assertThat(lock(one.client(), first, 1)).isZero();

        replace();

        assertThat(lock(other.client(), second, 1)).as("blocked").isEqualTo(1);
        one.client().clunk(first);
        assertThat(lock(other.client(), second, 1)).isZero();
    }

    private static int lock(NinePClient client, int fid, int type) {
        return client.call(new Message(LOCK)
                        .u32(fid)
                        .u8(type)
                        .u32(1)
                        .u64(0)
                        .u64(0)
                        .u32(1)
                        .string("guest"))
                .body()
                .get();
    }

    @Test
    void anUpdateDuringASlowSyncWaitsForItWhileTheGuestIsServed() throws Exception {
        Files.write(folder.resolve("file"), new byte[100]);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        host.leave(1);
        host.serve(2, Map.of()).setFiles(SlowSync.of(Host.FILES, reached, mayEnd));
        Host.Share share = host.share();
        NinePClient client = share.client();
        int file = client.walk(share.mount(), "file");
        client.open(file, READ_WRITE);
        var sync = client.send(new Message(FSYNC).u32(file).u32(0));
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> update = CompletableFuture.runAsync(() -> host.leave(2));
        assertThat(client.read(file, 0, 200)).hasSize(100);
        assertThat(update).isNotDone();
        mayEnd.countDown();
        update.get(20, TimeUnit.SECONDS);
        host.serve(3, Map.of());

        assertThat(sync.get(10, TimeUnit.SECONDS)).hasSize(7);
        assertThat(client.read(file, 0, 200)).hasSize(100);
        assertThat(share.probe().backendStates()).doesNotContain(XenbusState.CLOSING, XenbusState.CLOSED);
    }

    @Test
    void requestsThatComeMeanwhileAreAnsweredAfterwards() throws Exception {
        Files.write(folder.resolve("file"), new byte[100]);
        Host.Share share = host.share();
        int file = share.client().walk(share.mount(), "file");
        share.client().open(file, 0);
        host.leave(1);
        var early = share.client().send(new Message(116).u32(file).u64(0).u32(100));
        host.serve(2, Map.of());
        assertThat(early.get(10, TimeUnit.SECONDS)).hasSize(111);
    }
}
