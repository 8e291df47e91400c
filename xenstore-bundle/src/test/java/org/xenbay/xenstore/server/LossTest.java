// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xenbay.xenstore.testing.XenStoreContract.refusedWith;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.XenStore;
import org.xenbay.xenstore.testing.RawClient;
import org.xenbay.xenstore.testing.Recorder;
import org.xenbay.xenstore.wire.Operation;

/** What a store does to its connections when it fails on request. */
class LossTest extends ServerTest {

    private static final StorePath TOOL = StorePath.of("/tool");

    private static boolean next(BlockingQueue<Boolean> changes) throws InterruptedException {
        Boolean change = changes.poll(10, TimeUnit.SECONDS);
        assertThat(change).as("a change of the connection").isNotNull();
        return change;
    }

    @Test
    void aDroppedConnectionComesBackWithItsWatches() throws Exception {
        try (XenStore connection = store.connect(0)) {
            BlockingQueue<Boolean> changes = new LinkedBlockingQueue<>();
            Recorder events = new Recorder();
            try (Watch told = connection.onConnectionChange(changes::add);
                    Watch watch = connection.watch(TOOL, events)) {
                assertThat(events.next()).isEqualTo("/tool");
                store.dropConnections();
                assertThat(next(changes)).isFalse();
                assertThat(next(changes)).isTrue();
                assertThat(events.next()).as("set again, which fires it").isEqualTo("/tool");
                connection.write(TOOL.child("x"), "1");
                assertThat(events.next()).isEqualTo("/tool/x");
            }
            assertThat(store.statistics().watches()).isZero();
        }
    }

    @Test
    void socketClientsAreDisconnected() throws IOException {
        dom0.say(Operation.WATCH, "/a", "t");
        store.dropConnections();
        assertThat(dom0.next())
                .satisfiesAnyOf(
                        message -> assertThat(message).isEmpty(),
                        message -> assertThat(message)
                                .hasValueSatisfying(event -> assertThat(event.is(Operation.WATCH_EVENT))
                                        .isTrue()));
        try (RawClient again = new RawClient(server.path())) {
            assertThat(again.say(Operation.READ, "/")).isEmpty();
        }
    }

    @Test
    void aTransactionUnderWayIsLostWithItsConnection() {
        try (XenStore connection = store.connect(0)) {
            assertThatThrownBy(() -> connection.transact(transaction -> {
                        transaction.write(TOOL, "lost");
                        store.dropConnections();
                        return null;
                    }))
                    .satisfies(refusedWith(StoreError.CONNECTION_LOST));
            assertThat(store.statistics().transactions()).isZero();
        }
        try (XenStore connection = store.connect(0)) {
            assertThat(connection.exists(TOOL)).isFalse();
        }
    }

    @Test
    void whileTheStoreIsDownRequestsFailAndAfterwardsTheNodesAreStillThere() throws Exception {
        try (XenStore connection = store.connect(0)) {
            connection.write(TOOL, "kept");
            BlockingQueue<Boolean> changes = new LinkedBlockingQueue<>();
            connection.onConnectionChange(changes::add);
            store.stop();
            store.stop();
            assertThat(next(changes)).isFalse();
            assertThat(connection.isConnected()).isFalse();
            assertThatThrownBy(() -> connection.read(TOOL)).satisfies(refusedWith(StoreError.CONNECTION_LOST));
            assertThatThrownBy(() -> new RawClient(server.path())).isInstanceOf(IOException.class);
            try (XenStore early = store.connect(0)) {
                assertThat(early.isConnected()).isFalse();
                CountDownLatch there = new CountDownLatch(1);
                early.onConnectionChange(connected -> there.countDown());
                store.start();
                store.start();
                assertThat(there.await(10, TimeUnit.SECONDS)).isTrue();
                assertThat(early.read(TOOL)).contains("kept");
            }
            assertThat(next(changes)).isTrue();
            assertThat(connection.read(TOOL)).contains("kept");
            try (RawClient again = new RawClient(server.path())) {
                assertThat(again.say(Operation.READ, "/tool")).isEqualTo("kept");
            }
            assertThat(changes).isEmpty();
        }
    }

    @Test
    void aWatchAskedForWhileTheStoreIsDownIsSetWhenItIsBack() throws Exception {
        try (XenStore connection = store.connect(0)) {
            store.stop();
            Recorder events = new Recorder();
            Watch watch = connection.watch(TOOL, events);
            Watch closed = connection.watch(TOOL, events);
            closed.close();
            store.start();
            assertThat(events.next()).isEqualTo("/tool");
            assertThat(store.statistics().watches()).isEqualTo(1);
            watch.close();
            assertThat(store.statistics().watches()).isZero();
            assertThat(events.now()).isEmpty();
        }
    }

    @Test
    void tooManyEventsBecomeOneForEachWatch() throws Exception {
        Dispatcher dispatcher = new Dispatcher(100);
        try (Store unused = new Store()) {
            Engine engine = unused.engine();
            LocalXenStore connection = new LocalXenStore(engine, 0, dispatcher, closed -> {});
            connection.connect();
            Recorder events = new Recorder();
            CountDownLatch blocked = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            dispatcher.execute(() -> {
                blocked.countDown();
                awaitQuietly(go);
            });
            assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
            connection.watch(TOOL, events);
            for (int i = 0; i < 1_000; i++) {
                connection.write(TOOL.child(i), "1");
            }
            go.countDown();
            CountDownLatch drained = new CountDownLatch(1);
            dispatcher.execute(drained::countDown);
            assertThat(drained.await(10, TimeUnit.SECONDS)).isTrue();
            List<String> seen = events.now();
            assertThat(seen).hasSize(101).endsWith("/tool");
            connection.write(TOOL.child("later"), "1");
            assertThat(events.next()).isEqualTo("/tool/later");
            connection.close();
        } finally {
            dispatcher.close();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
