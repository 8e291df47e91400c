// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.file.Errno;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.backend.ninepfs.server.Defects;
import org.xenbay.frontend.FrontendDriver;
import org.xenbay.frontend.FrontendLink;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendTraits;
import org.xenbay.frontend.XenbusFrontend;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.frontend.ninep.NinePException;

/** Guests that break the protocol lose at most their own device; other guests are served as before. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileGuestTest {

    private static final int RENAMEAT = 74;

    @TempDir
    Path folder;

    private final Defects defects = new Defects();
    private Host host;

    @BeforeEach
    void start() {
        host = new Host(folder, Map.of("fids", 200, "descriptors", 300));
    }

    @AfterEach
    void stop() {
        host.close();
        defects.close();
        assertThat(defects.found()).isEmpty();
    }

    /** A frontend with one ring, which the test writes to directly. */
    private static final class RawRing implements FrontendDriver {
        private final int order;
        private SharedMemory page;
        private SharedMemory data;
        private GuestPort port;

        RawRing(int order) {
            this.order = order;
        }

        @Override
        public FrontendTraits traits() {
            return FrontendTraits.NINEPFS;
        }

        @Override
        public Map<String, String> publish(FrontendLink link) {
            GrantedPages pages = link.grant(1, true);
            GrantedPages bytes = link.grant(4, true);
            page = pages.memory();
            data = bytes.memory();
            page.putInt(128, order);
            for (int i = 0; i < 4; i++) {
                page.putInt(132 + 4 * i, bytes.references()[i]);
            }
            port = link.port(() -> {});
            return new HashMap<>(Map.of(
                    "version",
                    "1",
                    "num-rings",
                    "1",
                    "ring-ref0",
                    Integer.toString(pages.references()[0]),
                    "event-channel-0",
                    Integer.toString(port.number())));
        }
    }

    private FrontendProbe raw(RawRing ring) throws Exception {
        Guest guest = host.xen().create("hostile");
        host.admin().attach(new DeviceId(guest.domain(), "9pfs", 0), Map.of("tag", "share", "path", folder.toString()));
        FrontendProbe probe = new FrontendProbe();
        new XenbusFrontend(guest, 0, ring, host.threads(), probe).start();
        return probe;
    }

    /** The parameters are the size field of the message in the ring, and the guest's indices. */
    @ParameterizedTest
    @CsvSource({"0,7,0", "6,7,0", "8193,9000,0", "-1,16,0", "19,8193,0", "19,-1,0", "19,19,1", "19,19,-9000"})
    void indicesAndSizesThatCannotBeRightEndTheDeviceOnly(int size, int outProducer, int inConsumer) throws Exception {
        Host.Share good = host.share();
        int root = good.mount();
        RawRing ring = new RawRing(2);
        FrontendProbe probe = raw(ring);
        assertThat(probe.awaitFrontend(XenbusState.CONNECTED, Host.TIMEOUT)).isTrue();
        byte[] version = new Message(100).u32(8192).string("9P2000.L").bytes(0xFFFF);
        ring.data.put(8192, version, 0, Math.min(version.length, 8192));
        ring.data.putInt(8192, size);
        ring.page.putIntRelease(0, inConsumer);
        ring.page.putIntRelease(68, outProducer);
        ring.port.signal();
        assertThat(probe.awaitFrontend(XenbusState.CLOSED, Host.TIMEOUT))
                .as(() -> probe.backendStates().toString())
                .isTrue();
        assertThat(good.client().walk(root)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"0", "10", "-1", "2147483647", "3"})
    void aRingWithInvalidNodesIsNotConnected(int order) throws Exception {
        FrontendProbe probe = raw(new RawRing(order));
        assertThat(probe.awaitFrontend(XenbusState.CLOSED, Host.TIMEOUT)).isTrue();
        assertThat(probe.frontendStates()).doesNotContain(XenbusState.CONNECTED);
    }

    @Test
    void aMessageThatComesByteByByteIsAnswered() throws Exception {
        RawRing ring = new RawRing(2);
        FrontendProbe probe = raw(ring);
        assertThat(probe.awaitFrontend(XenbusState.CONNECTED, Host.TIMEOUT)).isTrue();
        byte[] version = new Message(100).u32(8192).string("9P2000.L").bytes(0xFFFF);
        for (int i = 0; i < version.length; i++) {
            assertThat(ring.page.getIntAcquire(4)).isZero();
            ring.data.putByte(8192 + i, version[i]);
            ring.page.putIntRelease(68, i + 1);
            ring.port.signal();
        }
        Awaitility.await().until(() -> ring.page.getIntAcquire(4) == version.length);
        // The server gives the request's bytes back after the reply.
        Awaitility.await().until(() -> ring.page.getIntAcquire(64) == version.length);
    }

    @Test
    void fidsAreLimitedAndFreeAgainInANewSession() throws Exception {
        Host.Share share = host.share();
        int root = share.mount();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        share.client().walk(root);
                    }
                })
                .isInstanceOfSatisfying(
                        NinePException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EMFILE));
        assertThat(share.client().walk(share.mount())).isPositive();
    }

    @Test
    void deepWalksAreBoundedByTheirDescriptors() throws Exception {
        Path deep = folder;
        for (int i = 0; i < 400; i++) {
            deep = Files.createDirectory(deep.resolve("d"));
        }
        long before = Host.descriptors();
        Host.Share share = host.share();
        int fid = share.mount();
        for (int i = 0; i < 400; i++) {
            int next = share.client().walk(fid, "d");
            share.client().clunk(fid);
            fid = next;
        }
        assertThat(Host.descriptors()).isLessThan(before + 310);
        assertThat(share.client().walk(fid, "..", "..", "d", "d")).isPositive();
    }

    @Test
    void aFolderThatAppearsToBeInItselfLeaksNothing() throws Exception {
        long before = Host.descriptors();
        Host.Share share = host.share();
        NinePClient client = share.client();
        int root = share.mount();
        client.mkdir(root, "a", 0755, 0);
        client.mkdir(client.walk(root, "a"), "b", 0755, 0);
        client.mkdir(client.walk(root, "a", "b"), "c", 0755, 0);
        int a = client.walk(root, "a");
        int c = client.walk(a, "b", "c");
        client.call(new Message(RENAMEAT).u32(a).string("b").u32(root).string("b"));
        client.call(new Message(RENAMEAT).u32(root).string("a").u32(c).string("a"));
        assertThat(folder.resolve("b/c/a")).isDirectory();
        client.walk(a, "..", "..", "..", "..");
        share.frontend().unload().get(10, TimeUnit.SECONDS);
        Awaitility.await().untilAsserted(() -> assertThat(Host.descriptors()).isLessThanOrEqualTo(before + 1));
    }

    /**
     * While a guest walks through a folder, the folder is replaced by a link that leads out of the share. Once another process
     * replaces it, and once a thread of the test, which is faster.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFolderThatIsSwappedForALinkNeverLeadsOutOfTheShare(boolean process, @TempDir Path outside) throws Exception {
        Files.writeString(outside.resolve("file"), "outside");
        Files.writeString(Files.createDirectory(folder.resolve("real")).resolve("file"), "inside");
        Files.createSymbolicLink(folder.resolve("way-out"), outside);
        Path name = folder.resolve("name");
        AtomicBoolean ends = new AtomicBoolean();
        Thread swapper = new Thread(() -> {
            if (process) {
                swapByProcess(ends);
            } else {
                swap(name, ends);
            }
        });
        swapper.start();
        Host.Share share = host.share();
        NinePClient client = share.client();
        int root = share.mount();
        int reached = 0;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.getLong("ninepfs.race.millis", 700));
        try {
            while (System.nanoTime() < end) {
                reached += step(client, root);
            }
        } finally {
            ends.set(true);
            swapper.join();
        }
        assertThat(reached).as("times the folder was a folder").isPositive();
        assertThat(outside.resolve("new")).doesNotExist();
        assertThat(outside.resolve("file")).hasContent("outside");
    }

    /** The shell ends by itself: if it was killed, its last mv would still move, while the folder is removed. */
    private void swapByProcess(AtomicBoolean ends) {
        String swaps =
                "until [ -e over ]; do mv -T real name; mv -T name real; mv -T way-out name; mv -T name way-out; done";
        try {
            Process process = new ProcessBuilder("sh", "-c", swaps)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Awaitility.await().forever().untilTrue(ends);
            Files.createFile(folder.resolve("over"));
            process.waitFor();
        } catch (java.io.IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void swap(Path name, AtomicBoolean ends) {
        try {
            while (!ends.get()) {
                Files.move(folder.resolve("real"), name);
                Files.move(name, folder.resolve("real"));
                Files.move(folder.resolve("way-out"), name);
                Files.move(name, folder.resolve("way-out"));
            }
        } catch (java.io.IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static int step(NinePClient client, int root) {
        int dir = -1;
        int file = -1;
        try {
            dir = client.walk(root, "name");
            file = client.walk(dir, "file");
            client.open(file, 2);
            assertThat(new String(client.read(file, 0, 100), StandardCharsets.US_ASCII))
                    .isEqualTo("inside");
            int fresh = client.walk(dir);
            client.create(fresh, "new", 1, 0644, 0);
            client.clunk(fresh);
            client.unlinkat(dir, "new", 0);
            return 1;
        } catch (NinePException refused) {
            assertThat(refused.errno()).isIn(Errno.ENOENT, Errno.ENOTDIR);
            return 0;
        } finally {
            if (dir >= 0) {
                client.clunk(dir);
            }
            if (file >= 0) {
                client.clunk(file);
            }
        }
    }

    @Test
    void requestsBeforeASessionAreRefused() throws Exception {
        Host.Share share = host.share();
        assertThatThrownBy(() -> share.client().attach(0, ""))
                .isInstanceOfSatisfying(
                        NinePException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ESTALE));
        assertThat(share.client().version(8192, "9P3000")).isEqualTo("unknown");
        assertThatThrownBy(() -> share.client().version(100, "9P2000.L"))
                .isInstanceOfSatisfying(
                        NinePException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EMSGSIZE));
    }

    @Test
    void readsThatAskForMoreThanAMessageGetAMessage() throws Exception {
        Files.write(folder.resolve("file"), new byte[100_000]);
        Host.Share share = host.share("9pfs", 1, 2, Map.of());
        int file = share.client().walk(share.mount(), "file");
        share.client().open(file, 0);
        assertThat(share.client().read(file, 0, Integer.MAX_VALUE))
                .hasSize(share.client().msize() - 11);
        assertThat(share.client().read(file, 0, -1)).hasSize(share.client().msize() - 11);
    }
}
