// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.file.Errno;
import org.xenbay.backend.ninepfs.export.Housekeeping;
import org.xenbay.backend.ninepfs.server.Workers;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.frontend.ninep.NinePException;
import org.xenbay.frontend.ninep.StreamTransport;

/** Clients on a socket divide a bounded amount of memory. A client's part is free again when the client has disconnected. */
@Timeout(60)
class ListenerMemoryTest {

    private static final int TWRITE = 118;
    private static final int RWRITE = 119;
    private static final int MANY = 100_000;

    @TempDir
    Path folder;

    @TempDir
    Path run;

    private final FairBudget memory = new FairBudget("bytes of memory", 8 << 20);
    private final List<AutoCloseable> clients = new ArrayList<>();
    private Path socket;
    private Workers workers;
    private Housekeeping housekeeping;
    private Listener listener;

    @BeforeEach
    void listen() throws Exception {
        socket = run.resolve("9p.sock");
        Files.write(folder.resolve("file"), new byte[10]);
        NinePfsSettings config = NinePfsSettings.of(NinePfsSettings.settings()
                .update(Map.of("listenSocket", socket.toString(), "listenPath", folder.toString(), "confine", "off"))
                .values());
        workers = new Workers(config.threads());
        housekeeping = new Housekeeping();
        listener = Listener.start(config, config.listen().orElseThrow(), Host.FILES, workers, housekeeping, memory)
                .orElseThrow();
    }

    @AfterEach
    void stop() throws Exception {
        leave();
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(memory.holdings()).as("memory at the end").isEmpty());
        listener.close();
        workers.close();
        housekeeping.close();
    }

    private void leave() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
        clients.clear();
    }

    private SocketChannel connect() throws Exception {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        clients.add(channel);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    private NinePClient client() throws Exception {
        StreamTransport transport = new StreamTransport(connect());
        clients.add(transport);
        NinePClient client = new NinePClient(transport);
        client.version(1 << 19, "9P2000.L");
        return client;
    }

    @Test
    void aClientAtItsLimitOfMemoryGetsEnobufs() throws Exception {
        NinePClient client = client();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < MANY; i++) {
                        client.attach(0, "");
                    }
                })
                .isInstanceOfSatisfying(
                        NinePException.class,
                        refused -> assertThat(refused.errno()).isEqualTo(Errno.ENOBUFS));
        leave();
        Awaitility.await().untilAsserted(() -> assertThat(memory.holdings()).isEmpty());
        client().attach(0, "");
    }

    @Test
    void aClientForWhomThereIsNoMemoryIsSentAwayAndTheOthersAreServed() throws Exception {
        List<NinePClient> served = List.of(client(), client());
        SocketChannel last;
        do {
            int known = memory.holdings().size();
            assertThat(known).as("clients").isLessThan(14);
            last = connect();
            Awaitility.await()
                    .until(() -> memory.refusals() > 0 || memory.holdings().size() > known);
        } while (memory.refusals() == 0);
        assertThat(last.read(ByteBuffer.allocate(1))).as("cut off").isEqualTo(-1);
        for (NinePClient each : served) {
            each.attach(0, "");
        }
    }

    @Test
    void aWriteThatIsCutOffHalfwayKeepsNothing() throws Exception {
        SocketChannel channel = connect();
        ByteBuffer head = ByteBuffer.allocate(1023).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(0, 1 << 20).put(4, (byte) TWRITE).putInt(19, (1 << 20) - 23);
        channel.write(head);
        Awaitility.await().until(() -> memory.taken() > 2_000_000);
        leave();
        Awaitility.await().untilAsserted(() -> assertThat(memory.holdings()).isEmpty());
    }

    @Test
    void moreWritesThanThereIsMemoryForAreAllCarriedOut() throws Exception {
        NinePClient client = client();
        int file = client.walk(client.attach(0, ""), "file");
        client.open(file, 2);
        byte[] data = new byte[500_000];
        List<CompletableFuture<byte[]>> replies = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            replies.add(client.send(
                    new Message(TWRITE).u32(file).u64(i).u32(data.length).bytes(data, 0, data.length)));
        }
        for (CompletableFuture<byte[]> reply : replies) {
            assertThat(reply.get(20, TimeUnit.SECONDS)[4] & 0xFF).isEqualTo(RWRITE);
        }
        assertThat(memory.taken()).isLessThan(memory.total());
    }
}
