// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.file.Errno;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.frontend.ninep.NinePException;

/** Guests that take as many resources as they can get leave each other guest its part. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BudgetTest {

    private static final int XATTRWALK = 30;
    private static final int XATTRCREATE = 32;
    private static final int LOCK = 52;
    private static final int READ_WRITE = 2;
    private static final int UNLOCK = 2;
    private static final int ENOLCK = 37;
    private static final int MANY = 100_000;

    @TempDir
    Path folder;

    private Host host;
    private FairBudget memory = new FairBudget("bytes of memory", 1 << 20);
    private FairBudget descriptors = new FairBudget("descriptors", 1 << 20);

    private void start(Map<String, Object> settings) throws Exception {
        Files.write(folder.resolve("file"), new byte[10]);
        Files.createDirectory(folder.resolve("dir"));
        Files.setAttribute(folder.resolve("file"), "user:big", new byte[2000]);
        host = new Host(folder, settings, Host.filesWith(descriptors), memory);
    }

    @AfterEach
    void stop() {
        host.close();
        Awaitility.await().untilAsserted(() -> assertThat(memory.taken()).isZero());
        Awaitility.await().untilAsserted(() -> assertThat(descriptors.taken()).isZero());
    }

    /** @return the error number of the first call that fails; one of the calls has to fail */
    private static int untilRefused(IntConsumer call) {
        for (int i = 0; i < MANY; i++) {
            try {
                call.accept(i);
            } catch (NinePException refused) {
                return refused.errno();
            }
        }
        throw new AssertionError("never refused");
    }

    private static int opened(NinePClient client, int root, String name) {
        int fid = client.walk(root, name);
        client.open(fid, name.equals("file") ? READ_WRITE : 0);
        return fid;
    }

    private static Message lock(int fid, int type, long start, long length, int process) {
        return new Message(LOCK)
                .u32(fid)
                .u8(type)
                .u32(0)
                .u64(start)
                .u64(length)
                .u32(process)
                .string("guest");
    }

    private static Message draft(int fid, String name, long size) {
        return new Message(XATTRCREATE).u32(fid).string(name).u64(size).u32(0);
    }

    /** The ways in which hostile guests take resources. Each ends when the server refuses a request. */
    private static int attack(int kind, NinePClient client, int root) {
        return switch (kind) {
            case 0 -> untilRefused(i -> client.walk(root));
            case 1 -> untilRefused(i -> opened(client, root, "file"));
            case 2 -> untilRefused(i -> opened(client, root, "dir"));
            case 3 -> untilRefused(i -> client.call(draft(client.walk(root, "file"), "user.x", 10)));
            case 4 ->
                untilRefused(i -> client.call(new Message(XATTRWALK)
                        .u32(client.walk(root, "file"))
                        .u32(MANY + i)
                        .string("user.big")));
            case 5 -> {
                int file = opened(client, root, "file");
                yield untilRefused(i -> client.call(lock(file, 0, 0, 1, i)));
            }
            default -> {
                int file = opened(client, root, "file");
                yield untilRefused(i -> client.call(lock(file, 1, 2L * i, 1, 1)));
            }
        };
    }

    @Test
    void hostileGuestsAtTheirLimitsLeaveAPoliteOneItsPart() throws Exception {
        start(Map.of());
        List<Host.Share> hostile = new ArrayList<>();
        List<Integer> roots = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Host.Share share = host.share();
            hostile.add(share);
            roots.add(share.mount());
        }
        for (int kind = 0; kind < hostile.size(); kind++) {
            int errno = attack(kind, hostile.get(kind).client(), roots.get(kind));
            assertThat(errno).as("kind " + kind).isIn(Errno.ENOBUFS, ENOLCK);
            Host.refused(Errno.ENOBUFS, fill(hostile.get(kind).client(), roots.get(kind)));
        }
        assertThat(memory.taken()).isLessThanOrEqualTo(memory.total());

        Host.Share polite = host.share();
        int root = polite.mount();
        int file = polite.client().walk(root);
        polite.client().create(file, "polite", READ_WRITE, 0644, 0);
        polite.client().write(file, 0, new byte[] {1, 2, 3});
        assertThat(polite.client().read(file, 0, 10)).containsExactly(1, 2, 3);
        assertThat(polite.client().call(lock(file, 1, 0, 0, 1)).body().get()).isZero();
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                host.admin().device(polite.id()).orElseThrow().details())
                        .containsKey("memory held"));

        for (Host.Share each : hostile) {
            each.frontend().unload().get(10, TimeUnit.SECONDS);
        }
        polite.frontend().unload().get(10, TimeUnit.SECONDS);
        Awaitility.await().untilAsserted(() -> assertThat(memory.taken()).isZero());
        Awaitility.await().untilAsserted(() -> assertThat(descriptors.taken()).isLessThanOrEqualTo(8));
    }

    private static org.assertj.core.api.ThrowableAssert.ThrowingCallable fill(NinePClient client, int root) {
        return () -> {
            for (int i = 0; i < MANY; i++) {
                client.walk(root);
            }
        };
    }

    @Test
    void anExtendedAttributesNameAndSizeAreBoundedBeforeTheyTakeMemory() throws Exception {
        start(Map.of());
        Host.Share share = host.share();
        NinePClient client = share.client();
        int root = share.mount();
        int fid = client.walk(root, "file");
        long before = memory.taken();
        Host.refused(Errno.EMSGSIZE, () -> client.call(draft(fid, "user." + "x".repeat(30_000), 10)));
        Host.refused(Errno.ERANGE, () -> client.call(draft(fid, "user." + "x".repeat(7_000), 10)));
        Host.refused(Errno.ERANGE, () -> client.call(draft(fid, "user." + "x".repeat(251), 10)));
        Host.refused(Errno.ERANGE, () -> client.call(draft(fid, "", 10)));
        Host.refused(Errno.E2BIG, () -> client.call(draft(fid, "user.x", 64 * 1024 + 1)));
        Host.refused(
                Errno.ERANGE,
                () -> client.call(new Message(XATTRWALK).u32(fid).u32(77).string("user." + "x".repeat(251))));
        assertThat(memory.taken()).isEqualTo(before);
        client.call(draft(fid, "user." + "x".repeat(250), 1));
        client.write(fid, 0, new byte[] {1});
        client.clunk(fid);
        assertThat(Files.getAttribute(folder.resolve("file"), "user:" + "x".repeat(250)))
                .isEqualTo(new byte[] {1});
    }

    @Test
    void attributesThatAreBeingWrittenAreBoundedInNumber() throws Exception {
        memory = new FairBudget("bytes of memory", 1 << 26);
        start(Map.of());
        Host.Share share = host.share();
        int root = share.mount();
        assertThat(attack(3, share.client(), root)).isEqualTo(Errno.ENOBUFS);
        assertThat(memory.taken()).isLessThan(2 << 20);
    }

    @Test
    void openedFilesFoldersAndLockFilesCountAsDescriptors() throws Exception {
        start(Map.of("descriptors", 20));
        long before = Host.descriptors();
        for (int kind : new int[] {1, 2, 5}) {
            Host.Share share = host.share();
            int root = share.mount();
            assertThat(attack(kind, share.client(), root)).isEqualTo(Errno.EMFILE);
            assertThat(Host.descriptors()).isLessThan(before + 24);
            share.frontend().unload().get(10, TimeUnit.SECONDS);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(Host.descriptors()).isLessThanOrEqualTo(before + 4));
        }
    }

    @Test
    void twoSharesCannotTakeAllDescriptors() throws Exception {
        memory = new FairBudget("bytes of memory", 1 << 26);
        descriptors = new FairBudget("descriptors", 2048);
        start(Map.of());
        for (int i = 0; i < 2; i++) {
            Host.Share share = host.share();
            assertThat(attack(1, share.client(), share.mount())).isEqualTo(Errno.EMFILE);
        }
        assertThat(descriptors.taken()).isLessThan(1600);
        Host.Share polite = host.share();
        int root = polite.mount();
        for (int i = 0; i < 80; i++) {
            opened(polite.client(), root, "file");
        }
    }

    @Test
    void unlocksThatSplitLocksAreLimited() throws Exception {
        memory = new FairBudget("bytes of memory", 1 << 26);
        start(Map.of());
        Host.Share share = host.share();
        NinePClient client = share.client();
        int file = opened(client, share.mount(), "file");
        client.call(lock(file, 1, 0, 0, 1));
        assertThat(untilRefused(i -> client.call(lock(file, UNLOCK, 1 + 2L * i, 1, 1))))
                .isEqualTo(ENOLCK);
        client.call(lock(file, UNLOCK, 0, 0, 1));
        client.call(lock(file, 1, 0, 0, 1));
    }

    @Test
    void aSuccessorCountsWhatItTakesOver() throws Exception {
        start(Map.of());
        Host.Share share = host.share();
        NinePClient client = share.client();
        int root = share.mount();
        int file = opened(client, root, "file");
        int dir = opened(client, root, "dir");
        int draft = client.walk(root, "file");
        client.call(draft(draft, "user.x", 10));
        client.write(draft, 0, new byte[5]);
        client.call(lock(file, 1, 0, 10, 1));
        int spare = client.walk(root);
        untilRefused(i -> client.walk(root));
        long memoryBefore = memory.taken();
        long descriptorsBefore = descriptors.taken();
        host.leave(1);
        assertThat(memory.taken()).as("what is parked counts").isPositive();
        host.serve(2, Map.of());
        Awaitility.await().untilAsserted(() -> assertThat(memory.taken()).isEqualTo(memoryBefore));
        Awaitility.await().untilAsserted(() -> assertThat(descriptors.taken()).isEqualTo(descriptorsBefore));
        Host.refused(Errno.ENOBUFS, fill(client, root));
        client.clunk(spare);
        client.write(draft, 5, new byte[5]);
        client.clunk(draft);
        client.clunk(dir);
        client.clunk(file);
        assertThat(memory.taken()).isLessThan(memoryBefore);
        assertThat(client.walk(client.attach(1, ""), "file")).isPositive();
        share.frontend().unload().get(10, TimeUnit.SECONDS);
        Awaitility.await().untilAsserted(() -> assertThat(memory.taken()).isZero());
    }
}
