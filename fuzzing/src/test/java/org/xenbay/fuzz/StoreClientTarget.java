// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.xenstore.client.ClientOptions;
import org.xenbay.xenstore.client.XenStoreAddress;
import org.xenbay.xenstore.client.XenStoreClient;

/** XenStore's client under a daemon that answers anything: each of its calls ends, with a value or with an exception. */
final class StoreClientTarget implements FuzzTarget {

    private static final ClientOptions OPTIONS =
            new ClientOptions(Duration.ofMillis(100), Duration.ofSeconds(30), Duration.ofSeconds(30));
    private static final int HEADER = 16;
    private static final int MOST = 50;

    private final Path folder;
    private long runs;

    StoreClientTarget(Path folder) {
        this.folder = folder;
    }

    @Override
    public void run(Input input) throws Exception {
        Path socket = folder.resolve("daemon" + ++runs);
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(socket));
            Thread daemon = new Thread(() -> serve(listening, input), "fuzz-daemon");
            daemon.start();
            use(socket);
            listening.close();
            daemon.join();
        } finally {
            Files.deleteIfExists(socket);
        }
    }

    private static void use(Path socket) {
        try (XenStoreClient client = XenStoreClient.connect(XenStoreAddress.of(socket), OPTIONS)) {
            StorePath path = StorePath.of("/local/domain/1");
            client.watch(path, event -> {});
            client.read(path);
            client.list(path);
            client.permissions(path);
            client.write(path, "x");
            client.transact(transaction -> transaction.read(path));
        } catch (XenStoreException | IllegalArgumentException refused) {
            // An exception that the daemon's answers may cause.
        }
    }

    private static void serve(ServerSocketChannel listening, Input input) {
        try (SocketChannel client = listening.accept()) {
            ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.nativeOrder());
            for (int i = 0; i < MOST; i++) {
                fill(client, header.clear());
                fill(client, ByteBuffer.allocate(Math.min(header.getInt(12), 1 << 16)));
                int how = input.u8();
                if (how == 0) {
                    // As a daemon that works.
                    send(
                            client,
                            header.getInt(0),
                            header.getInt(4),
                            header.getInt(8),
                            "OK\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    continue;
                }
                byte[] message = StoreMessages.read(input);
                ByteBuffer changed = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
                if ((how & 1) != 0) {
                    changed.putInt(0, (how & 8) != 0 ? 16 : header.getInt(0));
                }
                if ((how & 2) != 0) {
                    changed.putInt(4, header.getInt(4));
                }
                write(client, ByteBuffer.wrap(message));
                if ((how & 4) != 0) {
                    write(client, ByteBuffer.wrap(StoreMessages.read(input)));
                }
            }
        } catch (IOException gone) {
            // The client has ended the connection.
        }
    }

    private static void send(SocketChannel client, int type, int request, int transaction, byte[] payload)
            throws IOException {
        write(
                client,
                ByteBuffer.allocate(HEADER + payload.length)
                        .order(ByteOrder.nativeOrder())
                        .putInt(type)
                        .putInt(request)
                        .putInt(transaction)
                        .putInt(payload.length)
                        .put(payload)
                        .flip());
    }

    private static void write(SocketChannel client, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    private static void fill(SocketChannel client, ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (client.read(target) < 0) {
                throw new IOException("the client has gone");
            }
        }
    }

    @Override
    public Map<String, byte[]> seeds() {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        seeds.put("answers-as-they-should-be", new byte[40]);
        for (int how = 1; how < 16; how++) {
            InputWriter script = new InputWriter().u8(0).u8(0);
            for (int i = 0; i < 8; i++) {
                StoreMessages.write(script.u8(how), 15, "/local/domain/1", "token");
                StoreMessages.write(script, 15, "/local/domain/1", "1");
            }
            seeds.put("answers-with-manner-" + how, script.toBytes());
        }
        seeds.put(
                "a-length-that-cannot-be",
                new InputWriter().u8(0).u8(3).u8(2).u8(0x80).u8(Input.EDGE + 9).toBytes());
        seeds.put(
                "permissions-that-are-none",
                StoreMessages.write(
                                new InputWriter().u8(0).u8(0).u8(0).u8(0).u8(0).u8(3), 3, "x1")
                        .toBytes());
        return seeds;
    }

    @Override
    public void close() {
        // A run closes what it opens.
    }
}
