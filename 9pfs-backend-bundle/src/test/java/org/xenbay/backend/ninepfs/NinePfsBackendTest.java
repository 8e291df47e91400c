// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.XenbusState;
import org.xenbay.backend.ninepfs.Host.Share;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.frontend.ninep.NinePException;

/** A guest uses its share by rings like Linux's. */
class NinePfsBackendTest extends ServedFolder {

    private static final int READ_WRITE = 2;
    private static final int CREATE = 0100;

    @Override
    @AfterEach
    void stop() {
        super.stop();
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(host.xen().usage().mappedPages()).isZero());
    }

    @Test
    void aGuestReadsWhatTheHostWrote() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        Files.write(folder.resolve("file"), content);
        Share share = host.share("9pfs", 2, 9, Map.of());
        int file = share.client().walk(share.mount(), "file");
        share.client().open(file, 0);
        assertThat(readAll(share.client(), file)).isEqualTo(content);
        assertThat(share.client().msize()).isEqualTo(512 * 1024);
    }

    private static byte[] readAll(NinePClient client, int file) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part;
        do {
            part = client.read(file, all.size(), client.mostData());
            all.write(part);
        } while (part.length > 0);
        return all.toByteArray();
    }

    @Test
    void theHostReadsWhatAGuestWrote() throws Exception {
        byte[] content = new byte[1_000_003];
        new Random(2).nextBytes(content);
        Share share = host.share("xen_9pfs", 1, 4, Map.of());
        int file = share.mount();
        share.client().create(file, "new", READ_WRITE | CREATE, 0640, 0);
        for (int at = 0; at < content.length; ) {
            int count = Math.min(share.client().mostData(), content.length - at);
            byte[] part = Arrays.copyOfRange(content, at, at + count);
            at += share.client().write(file, at, part);
        }
        share.client().clunk(file);
        assertThat(Files.readAllBytes(folder.resolve("new"))).isEqualTo(content);
    }

    @Test
    void everyRingSizeCarriesEverySizeOfMessage() throws Exception {
        byte[] content = new byte[200_000];
        new Random(3).nextBytes(content);
        Files.write(folder.resolve("file"), content);
        for (int rings : new int[] {1, 3, 8}) {
            for (int order = 1; order <= 4; order++) {
                Share share = host.share("9pfs", rings, order, Map.of());
                int file = share.client().walk(share.mount(), "file");
                share.client().open(file, 0);
                assertThat(readAll(share.client(), file)).isEqualTo(content);
                share.frontend().close();
            }
        }
    }

    @Test
    void manyRequestsAreUnderWayAtATime() throws Exception {
        byte[] content = new byte[512 * 1024];
        new Random(4).nextBytes(content);
        Files.write(folder.resolve("file"), content);
        Share share = host.share();
        NinePClient client = share.client();
        int file = client.walk(share.mount(), "file");
        client.open(file, 0);
        List<CompletableFuture<byte[]>> replies = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            replies.add(client.send(new Message(116).u32(file).u64(i * 256L).u32(4096)));
        }
        for (int i = 0; i < replies.size(); i++) {
            byte[] reply = replies.get(i).get(10, TimeUnit.SECONDS);
            int count = Math.min(4096, content.length - i * 256);
            assertThat(reply).hasSize(11 + count);
            assertThat(Arrays.copyOfRange(reply, 11, reply.length))
                    .isEqualTo(Arrays.copyOfRange(content, i * 256, i * 256 + count));
        }
    }

    @Test
    void errorsCarryLinuxNumbers() throws Exception {
        Share share = host.share();
        int root = share.mount();
        assertThatThrownBy(() -> share.client().walk(root, "none"))
                .isInstanceOfSatisfying(
                        NinePException.class, e -> assertThat(e.errno()).isEqualTo(2));
        assertThatThrownBy(() -> share.client().read(12345, 0, 10))
                .isInstanceOfSatisfying(
                        NinePException.class, e -> assertThat(e.errno()).isEqualTo(9));
    }

    /** gVisor asks for {@code 9P2000.L.Google.7}, and does not use its own messages when the answer has no extension. */
    @Test
    void anExtensionOfAVersionIsAnsweredWithThatVersion() throws Exception {
        NinePClient client = host.share().client();
        assertThat(client.version(8192, "9P2000.L.Google.7")).isEqualTo("9P2000.L");
        assertThat(client.walk(client.attach(0, ""))).isPositive();
        assertThat(client.version(8192, "9P2000.u.")).isEqualTo("9P2000.u");
        assertThat(client.version(8192, "9P2000.Lx")).isEqualTo("unknown");
        assertThat(client.version(8192, "9P2000")).isEqualTo("unknown");
    }

    @Test
    void aSecondMountBeginsANewSession() throws Exception {
        Files.createFile(folder.resolve("file"));
        Share share = host.share();
        int file = share.client().walk(share.mount(), "file");
        share.client().open(file, 0);
        int root = share.mount();
        assertThatThrownBy(() -> share.client().read(file, 0, 10))
                .isInstanceOfSatisfying(
                        NinePException.class, e -> assertThat(e.errno()).isEqualTo(9));
        assertThat(share.client().walk(root, "file")).isPositive();
    }

    @Test
    void aFrontendCanBeUnloadedAndItsDescriptorsAreGivenBack() throws Exception {
        Files.createFile(folder.resolve("file"));
        long before = Host.descriptors();
        Share share = host.share();
        int root = share.mount();
        for (int i = 0; i < 100; i++) {
            share.client().open(share.client().walk(root, "file"), 0);
        }
        assertThat(Host.descriptors()).isGreaterThan(before + 100);
        share.frontend().unload().get(10, TimeUnit.SECONDS);
        assertThat(share.probe().frontendStates()).endsWith(XenbusState.CLOSING, XenbusState.CLOSED);
        Awaitility.await().untilAsserted(() -> assertThat(Host.descriptors()).isLessThanOrEqualTo(before + 1));
    }
}
