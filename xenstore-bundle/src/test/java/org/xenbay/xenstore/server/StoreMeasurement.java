// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;
import org.xenbay.xenstore.client.XenStoreAddress;
import org.xenbay.xenstore.client.XenStoreClient;

/**
 * Prints how long requests take, through either door, in a store with the nodes and watches of 5,000 devices. To be
 * run by hand; the numbers are of one machine at one moment and nothing is asserted.
 */
public final class StoreMeasurement {

    private static final int DEVICES = 5_000;

    private StoreMeasurement() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("xenstore");
        try (Store store = new Store();
                StoreServer server = StoreServer.listen(store, folder.resolve("socket"));
                XenStore local = store.connect(0);
                XenStoreClient client = XenStoreClient.connect(XenStoreAddress.of(server.path()))) {
            for (int round = 0; round < 3; round++) {
                System.out.println("round " + round);
                devices(local, 0, DEVICES, round);
                measure("  local write", 200_000, i -> local.write(state(i % DEVICES), "4"));
                measure("  local read", 500_000, i -> local.read(state(i % DEVICES)));
                measure(
                        "  local transaction of a read and a write",
                        50_000,
                        i -> local.transact(t -> {
                            t.read(state(i % DEVICES));
                            t.write(state(i % DEVICES), "3");
                            return null;
                        }));
                measure("  client read", 30_000, i -> client.read(state(i % DEVICES)));
                measure("  client write", 30_000, i -> client.write(state(i % DEVICES), "4"));
                List<StorePath> many = new ArrayList<>();
                for (int i = 0; i < 1_000; i++) {
                    many.add(state(i));
                }
                measure("  client readAll of 1000, each 1000", 100, i -> client.readAll(many));
                fanOut(local);
            }
            System.out.println(store.statistics());
        }
        Files.delete(folder);
    }

    private static StorePath backend(int device) {
        return StorePath.of("/local/domain/0/backend/console/" + (1 + device / 20) + "/" + device % 20);
    }

    private static StorePath state(int device) {
        return backend(device).child("state");
    }

    /** What a toolstack and a backend do: a transaction of 15 nodes, and watches. */
    private static void devices(XenStore store, int from, int to, int round) {
        long start = System.nanoTime();
        for (int i = from; i < to; i++) {
            StorePath path = backend(i);
            store.transact(transaction -> {
                for (int node = 0; node < 14; node++) {
                    transaction.write(path.child("node-" + node), "value");
                }
                transaction.write(path.child("state"), "1");
                return null;
            });
            if (round == 0) {
                for (int watch = 0; watch < 4; watch++) {
                    store.watch(path.child("node-" + watch), changed -> {});
                }
            }
        }
        System.out.printf("  %d devices written: %.0f ms%n", to - from, (System.nanoTime() - start) / 1e6);
    }

    private static void fanOut(XenStore store) throws InterruptedException {
        int events = 100_000;
        CountDownLatch told = new CountDownLatch(events);
        try (var watch = store.watch(StorePath.of("/fan"), changed -> told.countDown())) {
            long start = System.nanoTime();
            for (int i = 0; i < events; i++) {
                store.write(StorePath.of("/fan/" + i), "1");
            }
            told.await();
            System.out.printf("  %d events told: %.0f ms%n", events, (System.nanoTime() - start) / 1e6);
        }
        store.remove(StorePath.of("/fan"));
    }

    private static void measure(String what, int count, IntConsumer request) {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            request.accept(i);
        }
        double nanos = System.nanoTime() - start;
        System.out.printf("%s: %.2f us each, %.0f/s%n", what, nanos / count / 1e3, count / nanos * 1e9);
    }
}
