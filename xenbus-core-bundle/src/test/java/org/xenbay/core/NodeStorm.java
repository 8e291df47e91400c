// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.xenbay.api.store.XenStoreException;

/** A guest that changes nodes of its device from several threads without pause. */
final class NodeStorm implements AutoCloseable {

    private final AtomicLong writes = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stop;

    NodeStorm(ProbeFrontend frontend, int writers) {
        for (int i = 0; i < writers; i++) {
            String node = "noise-" + i;
            Thread thread = new Thread(() -> write(frontend, node), node);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void write(ProbeFrontend frontend, String node) {
        String ring =
                frontend.guest.store().read(frontend.path.child("ring-ref")).orElse("");
        while (!stop) {
            try {
                frontend.write(node, Long.toString(writes.incrementAndGet()));
                frontend.write("ring-ref", ring);
            } catch (XenStoreException refused) {
                // The directory or the guest is gone; the storm continues.
                writes.incrementAndGet();
            }
        }
    }

    long writes() {
        return writes.get();
    }

    @Override
    public void close() {
        stop = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
