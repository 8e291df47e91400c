// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xenbay.xenstore.testing.XenStoreContract.refusedWith;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.xenstore.server.Store;
import org.xenbay.xenstore.server.StoreServer;
import org.xenbay.xenstore.testing.LogCapture;

class ConnectTest {

    private static final ClientOptions QUICK =
            new ClientOptions(Duration.ofSeconds(10), Duration.ofMillis(5), Duration.ofMillis(20));

    @TempDir
    Path folder;

    private XenStoreAddress address() {
        return XenStoreAddress.of(folder.resolve("socket"));
    }

    private void leaveStaleSocket() throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
        }
    }

    @Test
    void aMissingSocketIsNamed() {
        assertThatThrownBy(() -> XenStoreClient.connect(address()))
                .satisfies(refusedWith(StoreError.CONNECTION_LOST))
                .hasMessageContaining(folder.resolve("socket").toString())
                .hasMessageContaining("no such file");
    }

    @Test
    void aStaleSocketIsCalledSo() throws IOException {
        leaveStaleSocket();
        assertThatThrownBy(() -> XenStoreClient.connect(address()))
                .satisfies(refusedWith(StoreError.CONNECTION_LOST))
                .hasMessageContaining("nobody listens");
    }

    @Test
    void everyPlaceTriedIsNamedWithItsReason() throws IOException {
        leaveStaleSocket();
        XenStoreAddress both = new XenStoreAddress(List.of(folder.resolve("socket"), folder.resolve("device")));
        assertThatThrownBy(() -> XenStoreClient.connect(both))
                .hasMessageContaining("socket: nobody listens")
                .hasMessageContaining("device: there is no such file");
    }

    @Test
    void aLaterPlaceIsUsedWhenTheFirstWillNotDo() throws IOException {
        try (Store store = new Store()) {
            StoreServer server = StoreServer.listen(store, folder.resolve("socket"));
            XenStoreAddress both = new XenStoreAddress(List.of(folder.resolve("missing"), server.path()));
            try (XenStoreClient client = XenStoreClient.connect(both)) {
                assertThat(client.isConnected()).isTrue();
                assertThat(client.address()).isEqualTo(both);
            }
        }
    }

    @Test
    void deniedPermissionIsRecognisedHoweverItIsSaid() {
        Path place = Path.of("/run/xenstored/socket");
        List<IOException> ways = List.of(
                new AccessDeniedException(place.toString()),
                new SocketException("Permission denied"),
                new FileNotFoundException(place + " (Permission denied)"));
        for (IOException way : ways) {
            assertThat(Connector.reason(place, way)).startsWith("permission denied");
        }
        assertThat(Connector.reason(place, new IOException(place + ": Too many open files")))
                .isEqualTo("Too many open files");
    }

    @Test
    void aFileThatIsNoDaemonIsNotTakenForOne() throws IOException {
        Path file = Files.createFile(folder.resolve("socket"));
        assertThatThrownBy(() -> XenStoreClient.connect(XenStoreAddress.of(file)))
                .satisfies(refusedWith(StoreError.CONNECTION_LOST));
    }

    @Test
    void inTheBackgroundItIsTriedUntilADaemonComes() throws Exception {
        try (LogCapture log = new LogCapture(XenStoreClient.class);
                Store store = new Store();
                XenStoreClient client = XenStoreClient.connectInBackground(address(), QUICK)) {
            assertThat(client.isConnected()).isFalse();
            assertThatThrownBy(() -> client.read(StorePath.ROOT)).satisfies(refusedWith(StoreError.CONNECTION_LOST));
            CountDownLatch connected = new CountDownLatch(1);
            client.onConnectionChange(there -> connected.countDown());
            Awaitility.await().until(() -> log.lines().size() == 1);
            assertThat(log.lines().get(0)).startsWith("WARNING").contains("no such file", "trying again");
            StoreServer.listen(store, folder.resolve("socket"));
            assertThat(connected.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(client.isConnected()).isTrue();
            assertThat(client.read(StorePath.ROOT)).contains("");
            assertThat(log.lines())
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("INFO")
                    .contains("there again");
        }
    }

    @Test
    void aClientThatWaitsForADaemonCanBeClosed() {
        try (LogCapture log = new LogCapture(XenStoreClient.class)) {
            XenStoreClient client = XenStoreClient.connectInBackground(address(), QUICK);
            Awaitility.await().until(() -> !log.lines().isEmpty());
            client.close();
            assertThat(clientThreads()).isZero();
        }
    }

    private static long clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("xenstore-client"))
                .count();
    }
}
