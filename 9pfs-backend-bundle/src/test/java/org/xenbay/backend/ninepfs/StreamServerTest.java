// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.file.Errno;
import org.xenbay.backend.ninepfs.NinePfsSettings.Listen;
import org.xenbay.backend.ninepfs.export.Housekeeping;
import org.xenbay.backend.ninepfs.server.Workers;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.frontend.ninep.StreamTransport;

/** The server on sockets of this host. */
class StreamServerTest {

    @TempDir
    Path folder;

    @TempDir
    Path run;

    private final List<AutoCloseable> clients = new ArrayList<>();
    private NinePfsBackend backend;
    private Path socket;

    @BeforeEach
    void listen() throws Exception {
        socket = run.resolve("9p.sock");
        backend = new NinePfsBackend(Map.of("listenSocket", socket.toString(), "listenPath", folder.toString()));
        backend.setFiles(Host.FILES);
    }

    @AfterEach
    void stop() throws Exception {
        Collections.reverse(clients);
        for (AutoCloseable client : clients) {
            client.close();
        }
        backend.deactivate();
    }

    private SocketChannel unix() throws Exception {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        clients.add(channel);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    @Test
    void writtenBytesAreReadAgainWhateverTheSizes() throws Exception {
        for (SocketAddress address : listenOnBoth()) {
            SocketChannel channel = SocketChannel.open(address);
            StreamTransport transport = new StreamTransport(channel);
            clients.add(transport);
            NinePClient client = new NinePClient(transport);
            client.version(1 << 19, "9P2000.L");
            int file = client.attach(0, "");
            client.create(file, "file", 2, 0600, 0);
            Random random = new Random(6);
            for (int size : new int[] {0, 1, 100, 65_000, 65_536, 100_000, 500_000}) {
                byte[] data = new byte[size];
                random.nextBytes(data);
                assertThat(client.write(file, 3, data)).isEqualTo(size);
                assertThat(client.read(file, 3, size)).isEqualTo(data);
            }
            Files.delete(folder.resolve("file"));
        }
    }

    /** A port that the kernel chooses: one that was free a moment ago may be taken by another process. */
    private List<SocketAddress> listenOnBoth() {
        NinePfsSettings settings = NinePfsSettings.of(NinePfsSettings.settings()
                .update(Map.of("listenSocket", run.resolve("both").toString(), "listenPath", folder.toString()))
                .values());
        Listen local = settings.listen().orElseThrow();
        Listen both = new Listen(local.socket(), OptionalInt.of(0), local.path(), local.rules());
        Workers workers = new Workers(settings.threads());
        Housekeeping housekeeping = new Housekeeping();
        Listener listener = Listener.start(settings, both, Host.FILES, workers, housekeeping)
                .orElseThrow();
        clients.addAll(List.of(housekeeping, workers, listener));
        return listener.addresses();
    }

    @Test
    void manyRequestsAtATimeAreAllAnswered() throws Exception {
        Files.write(folder.resolve("file"), new byte[100_000]);
        StreamTransport transport = new StreamTransport(unix());
        clients.add(transport);
        NinePClient client = new NinePClient(transport);
        client.version(1 << 16, "9P2000.L");
        int file = client.walk(client.attach(0, ""), "file");
        client.open(file, 2);
        List<CompletableFuture<byte[]>> replies = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Message write = new Message(118).u32(file).u64(i * 50).u32(50).bytes(new byte[50], 0, 50);
            replies.add(client.send(
                    i % 2 == 0 ? write : new Message(116).u32(file).u64(i).u32(1000)));
        }
        for (CompletableFuture<byte[]> reply : replies) {
            assertThat(reply.get(10, TimeUnit.SECONDS)[4] & 0xFF).isIn(117, 119);
        }
    }

    @Test
    void aClientThatSendsNonsenseIsCutOffAndOthersAreServed() throws Exception {
        long before = Host.descriptors();
        for (byte[] nonsense : List.of(new byte[] {0, 0, 0, 0, 0, 0, 0}, filled(100, 0xFF))) {
            SocketChannel channel = unix();
            channel.write(ByteBuffer.wrap(nonsense));
            assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(-1);
            channel.close();
        }
        Awaitility.await().untilAsserted(() -> assertThat(Host.descriptors()).isLessThanOrEqualTo(before));
        StreamTransport transport = new StreamTransport(unix());
        clients.add(transport);
        assertThat(new NinePClient(transport).version(8192, "9P2000.L")).isEqualTo("9P2000.L");
        assertThat(Files.getAttribute(socket, "unix:mode")).isEqualTo(0140600);
    }

    @Test
    void aShareForClientsOfThisHostHasTheOptionsOfAnyShare() throws Exception {
        backend.deactivate();
        backend = new NinePfsBackend(Map.of(
                "listenSocket", socket.toString(), "listenPath", folder.toString(), "listenOptions", "readonly=1"));
        backend.setFiles(Host.FILES);
        StreamTransport transport = new StreamTransport(unix());
        clients.add(transport);
        NinePClient client = new NinePClient(transport);
        client.version(8192, "9P2000.L");
        int root = client.attach(0, "");
        Host.refused(Errno.EROFS, () -> client.create(root, "file", 2, 0600, 0));
    }

    @Test
    void anUnknownOptionIsNamed() {
        backend = new NinePfsBackend(Map.of("listenPort", 5640, "listenPath", "/srv", "listenOptions", "squish=all"));
        assertThat(backend.settings().view().problems())
                .anySatisfy(problem -> assertThat(problem.why()).contains("squish=all"));
    }

    private static byte[] filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
