// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.Watch;
import org.xenbay.xenstore.server.Store;
import org.xenbay.xenstore.server.StoreServer;
import org.xenbay.xenstore.testing.Recorder;

class ConcurrencyTest {

    private static final int THREADS = 8;
    private static final int ROUNDS = 500;
    private static final StorePath TOOL = StorePath.of("/tool");

    @TempDir
    Path folder;

    private interface Work {
        void run(int thread) throws Exception;
    }

    private static void inThreads(Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                running.add(threads.submit(() -> {
                    work.run(number);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void eightThreadsShareAConnectionAndEachGetsItsOwnAnswers() throws Exception {
        try (Store store = new Store()) {
            StoreServer server = StoreServer.listen(store, folder.resolve("socket"));
            try (XenStoreClient client = XenStoreClient.connect(XenStoreAddress.of(server.path()))) {
                inThreads(thread -> {
                    StorePath own = TOOL.child(thread);
                    List<StorePath> paths = new ArrayList<>();
                    for (int i = 0; i < 20; i++) {
                        paths.add(own.child(i));
                    }
                    for (int round = 0; round < ROUNDS; round++) {
                        String value = thread + ":" + round;
                        StorePath path = paths.get(round % 20);
                        client.write(path, value);
                        assertThat(client.read(path)).contains(value);
                        assertThat(client.readAll(paths)).hasSize(20).contains(client.read(path));
                    }
                });
            }
        }
    }

    @Test
    void eachWatchSeesTheChangesOfEachThreadInTheirOrder() throws Exception {
        try (Store store = new Store()) {
            StoreServer server = StoreServer.listen(store, folder.resolve("socket"));
            Recorder events = new Recorder();
            try (XenStoreClient client = XenStoreClient.connect(XenStoreAddress.of(server.path()));
                    Watch watch = client.watch(TOOL, events)) {
                assertThat(events.next()).isEqualTo("/tool");
                inThreads(thread -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        client.write(TOOL.child(thread).child(round), "1");
                    }
                });
                int[] next = new int[THREADS];
                for (int i = 0; i < THREADS * ROUNDS; i++) {
                    String[] parts = events.next().split("/");
                    int thread = Integer.parseInt(parts[2]);
                    assertThat(Integer.parseInt(parts[3])).isEqualTo(next[thread]++);
                }
            }
        }
    }

    @Test
    void transactionsOfManyThreadsCountWithoutLoss() throws Exception {
        try (Store store = new Store()) {
            StoreServer server = StoreServer.listen(store, folder.resolve("socket"));
            try (XenStoreClient client = XenStoreClient.connect(XenStoreAddress.of(server.path()))) {
                client.write(TOOL, "0");
                inThreads(thread -> {
                    for (int round = 0; round < 25; round++) {
                        client.transact(transaction -> {
                            int value = Integer.parseInt(transaction.read(TOOL).orElseThrow());
                            transaction.write(TOOL, Integer.toString(value + 1));
                            return null;
                        });
                    }
                });
                assertThat(client.read(TOOL)).contains(Integer.toString(THREADS * 25));
            }
        }
    }

    @Test
    void interruptedThreadsDoNotDisturbTheOthers() throws Exception {
        try (Store store = new Store()) {
            StoreServer server = StoreServer.listen(store, folder.resolve("socket"));
            AtomicBoolean lost = new AtomicBoolean();
            try (XenStoreClient client = XenStoreClient.connect(XenStoreAddress.of(server.path()))) {
                client.onConnectionChange(connected -> lost.set(true));
                inThreads(thread -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        if (thread % 2 == 0) {
                            Thread.currentThread().interrupt();
                        }
                        client.write(TOOL.child(thread), "1");
                        assertThat(Thread.interrupted()).isEqualTo(thread % 2 == 0);
                    }
                });
                assertThat(client.isConnected()).isTrue();
            }
            assertThat(lost).isFalse();
        }
    }
}
