// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xenbay.xenstore.testing.XenStoreContract.refusedWith;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.Watch;
import org.xenbay.xenstore.server.Store;
import org.xenbay.xenstore.server.StoreServer;
import org.xenbay.xenstore.testing.LogCapture;
import org.xenbay.xenstore.testing.Recorder;

class ReconnectTest {

    private static final StorePath TOOL = StorePath.of("/tool");

    @TempDir
    Path folder;

    private final Store store = new Store();
    private final BlockingQueue<Boolean> changes = new LinkedBlockingQueue<>();
    private LogCapture log;
    private XenStoreClient client;

    @BeforeEach
    void connect() throws IOException {
        log = new LogCapture(XenStoreClient.class);
        StoreServer server = StoreServer.listen(store, folder.resolve("socket"));
        client = XenStoreClient.connect(
                new XenStoreAddress(List.of(server.path(), folder.resolve("other"))),
                new ClientOptions(Duration.ofSeconds(10), Duration.ofMillis(5), Duration.ofMillis(20)));
        client.onConnectionChange(changes::add);
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
        log.close();
    }

    private boolean nextChange() throws InterruptedException {
        Boolean change = changes.poll(10, TimeUnit.SECONDS);
        assertThat(change).as("a change of the connection").isNotNull();
        return change;
    }

    @Test
    void aDeadDaemonIsNoticedAndSaidOnce() throws InterruptedException {
        store.stop();
        assertThat(nextChange()).isFalse();
        assertThat(client.isConnected()).isFalse();
        assertThatThrownBy(() -> client.read(TOOL))
                .satisfies(refusedWith(StoreError.CONNECTION_LOST))
                .hasMessageContaining(folder.resolve("socket").toString());
        Awaitility.await()
                .pollDelay(Duration.ofMillis(200))
                .until(() -> !log.lines().isEmpty());
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARNING lost XenStore at " + folder.resolve("socket"));
        store.start();
        assertThat(nextChange()).isTrue();
        assertThat(log.lines()).hasSize(2).last().asString().startsWith("INFO");
        assertThat(changes).isEmpty();
    }

    @Test
    void watchesAreSetAgainBeforeTheListenerHearsOfIt() throws InterruptedException {
        List<Recorder> recorders = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Recorder recorder = new Recorder();
            recorders.add(recorder);
            client.watch(TOOL.child(i), recorder);
            assertThat(recorder.next()).isEqualTo("/tool/" + i);
        }
        store.stop();
        assertThat(nextChange()).isFalse();
        store.start();
        assertThat(nextChange()).isTrue();
        assertThat(store.statistics().watches()).isEqualTo(500);
        for (int i = 0; i < 500; i++) {
            assertThat(recorders.get(i).next()).isEqualTo("/tool/" + i);
        }
        client.write(TOOL.child(7), "1");
        assertThat(recorders.get(7).next()).isEqualTo("/tool/7");
    }

    @Test
    void aWatchClosedWhileTheDaemonIsAwayIsNotSetAgain() throws InterruptedException {
        Watch watch = client.watch(TOOL, path -> {});
        store.stop();
        assertThat(nextChange()).isFalse();
        watch.close();
        watch.close();
        store.start();
        assertThat(nextChange()).isTrue();
        assertThat(store.statistics().watches()).isZero();
    }

    @Test
    void aWatchAskedForWhileTheDaemonIsAwayIsSetWhenItIsBack() throws InterruptedException {
        store.stop();
        assertThat(nextChange()).isFalse();
        Recorder recorder = new Recorder();
        Watch watch = client.watch(TOOL, recorder);
        assertThat(recorder.now()).isEmpty();
        store.start();
        assertThat(nextChange()).isTrue();
        assertThat(recorder.next()).isEqualTo("/tool");
        assertThat(store.statistics().watches()).isEqualTo(1);
        watch.close();
        Awaitility.await()
                .untilAsserted(() -> assertThat(store.statistics().watches()).isZero());
    }

    @Test
    void aTransactionDoesNotSurviveItsConnection() throws InterruptedException {
        assertThatThrownBy(() -> client.transact(transaction -> {
                    transaction.write(TOOL, "lost");
                    store.dropConnections();
                    transaction.write(TOOL, "lost too");
                    return null;
                }))
                .satisfies(refusedWith(StoreError.CONNECTION_LOST));
        assertThat(nextChange()).isFalse();
        assertThat(nextChange()).isTrue();
        assertThat(client.exists(TOOL)).isFalse();
    }

    @Test
    void aPlaceThatLedToTheDaemonIsTheOnlyOneTriedAgain() throws IOException, InterruptedException {
        client.write(TOOL, "here");
        try (Store other = new Store()) {
            StoreServer.listen(other, folder.resolve("other"));
            store.stop();
            assertThat(nextChange()).isFalse();
            Awaitility.await()
                    .during(Duration.ofMillis(200))
                    .until(() -> !client.isConnected() && other.statistics().connections() == 0);
            store.start();
            assertThat(nextChange()).isTrue();
            assertThat(client.read(TOOL)).contains("here");
        }
    }

    @Test
    void manyLossesLeaveNothingBehind() throws InterruptedException {
        Recorder events = new Recorder();
        client.watch(TOOL, events);
        assertThat(events.next()).isEqualTo("/tool");
        for (int i = 0; i < 50; i++) {
            store.dropConnections();
            assertThat(nextChange()).isFalse();
            assertThat(nextChange()).isTrue();
            assertThat(events.next()).isEqualTo("/tool");
        }
        Awaitility.await().until(() -> store.statistics().connections() == 1);
        assertThat(store.statistics().watches()).isEqualTo(1);
    }
}
