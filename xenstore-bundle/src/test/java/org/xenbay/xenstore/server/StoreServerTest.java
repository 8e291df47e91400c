// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.xenstore.testing.RawClient;
import org.xenbay.xenstore.wire.Operation;

class StoreServerTest {

    @TempDir
    Path folder;

    private final Store store = new Store();

    @AfterEach
    void close() {
        store.close();
    }

    private Path socket() {
        return folder.resolve("socket");
    }

    private static void leaveStaleSocket(Path path) throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
    }

    private static String ask(Path socket) throws IOException {
        try (RawClient client = new RawClient(socket)) {
            return client.say(Operation.GET_DOMAIN_PATH, "3");
        }
    }

    @Test
    void theSocketIsForItsOwnerOnlyAndGoesWithTheServer() throws IOException {
        try (StoreServer server = StoreServer.listen(store, socket())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                    .isEqualTo("rw-------");
            assertThat(ask(server.path())).isEqualTo("/local/domain/3");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aStaleSocketIsReplaced() throws IOException {
        leaveStaleSocket(socket());
        StoreServer.listen(store, socket());
        assertThat(ask(socket())).isEqualTo("/local/domain/3");
    }

    @Test
    void aLiveSocketIsRefused() throws IOException {
        StoreServer.listen(store, socket());
        assertThatThrownBy(() -> StoreServer.listen(store, socket()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another program does");
        assertThat(ask(socket())).isEqualTo("/local/domain/3");
    }

    @Test
    void aFileThatIsNotASocketIsRefusedAndKept() throws IOException {
        Files.writeString(socket(), "precious");
        assertThatThrownBy(() -> StoreServer.listen(store, socket()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a socket");
        assertThat(socket()).hasContent("precious");
    }

    @Test
    void aSocketOfSomebodyElseIsNotRemoved() throws IOException {
        StoreServer server = StoreServer.listen(store, socket());
        Files.delete(socket());
        leaveStaleSocket(socket());
        server.close();
        assertThat(socket()).exists();
    }

    @Test
    void closingTwiceOrTheStoreFirstIsHarmless() throws IOException {
        StoreServer server = StoreServer.listen(store, socket());
        server.close();
        server.close();
        StoreServer second = StoreServer.listen(store, socket());
        store.close();
        second.close();
        assertThat(socket()).doesNotExist();
    }

    @Test
    void aThreadEndsWithItsServer() throws IOException {
        StoreServer server = StoreServer.listen(store, socket());
        assertThat(serverThreads()).isPositive();
        server.close();
        Awaitility.await().until(() -> serverThreads() == 0);
    }

    private static long serverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("xenstore-server"))
                .count();
    }

    @Test
    void oneClientTooManyIsSentAwayAndOthersAreServed() throws IOException {
        StoreServer.listen(store, socket());
        Deque<RawClient> clients = new ArrayDeque<>();
        try {
            for (int i = 0; i < SocketLoop.MAX_CLIENTS; i++) {
                clients.push(new RawClient(socket()));
                assertThat(clients.peek().say(Operation.GET_DOMAIN_PATH, "3")).isEqualTo("/local/domain/3");
            }
            try (RawClient tooMany = new RawClient(socket())) {
                assertThat(tooMany.next()).as("sent away").isEmpty();
            }
            assertThat(clients.peek().say(Operation.GET_DOMAIN_PATH, "4")).isEqualTo("/local/domain/4");
            clients.pop().close();
            Awaitility.await().until(() -> store.statistics().connections() < SocketLoop.MAX_CLIENTS);
            clients.push(new RawClient(socket()));
            assertThat(clients.peek().say(Operation.GET_DOMAIN_PATH, "5")).isEqualTo("/local/domain/5");
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void manyClientsAreServedAtOnce() throws IOException {
        StoreServer.listen(store, socket());
        RawClient[] clients = new RawClient[100];
        try {
            for (int i = 0; i < clients.length; i++) {
                clients[i] = new RawClient(socket());
                clients[i].say(Operation.WATCH, "/all", Integer.toString(i));
            }
            clients[0].say(Operation.WRITE, "/all", "1");
            for (int i = 0; i < clients.length; i++) {
                assertThat(clients[i].eventsSoFar()).contains("/all|" + i);
            }
        } finally {
            for (RawClient client : clients) {
                if (client != null) {
                    client.close();
                }
            }
        }
        Awaitility.await().until(() -> store.statistics().connections() == 0);
        assertThat(store.statistics().watches()).isZero();
    }
}
