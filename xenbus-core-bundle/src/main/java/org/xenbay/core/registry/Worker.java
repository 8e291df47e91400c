// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xenbay.api.thread.DaemonThreads;

/** The one thread that looks for devices and domains. Work that is requested again before it has begun runs once. */
final class Worker implements AutoCloseable {

    private static final long SETTLE_SECONDS = 10;
    private static final Logger LOG = System.getLogger(Worker.class.getName());

    private final ExecutorService thread = Executors.newSingleThreadExecutor(DaemonThreads.named("xenbus-scanner"));
    private final Map<String, Boolean> waiting = new ConcurrentHashMap<>();

    /** @param name pieces of work that wait under the same name run once */
    void run(String name, Runnable work) {
        if (waiting.putIfAbsent(name, true) != null) {
            return;
        }
        try {
            thread.execute(() -> {
                waiting.remove(name);
                try {
                    work.run();
                } catch (RuntimeException failed) {
                    LOG.log(Level.ERROR, name + " failed", failed);
                }
            });
        } catch (RejectedExecutionException stopping) {
            waiting.remove(name);
            LOG.log(Level.DEBUG, "too late for " + name + ": the core stops");
        }
    }

    /** Returns when all work that was requested before has run. Not from the worker's own thread. */
    void settle() {
        try {
            thread.submit(() -> null).get(SETTLE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            LOG.log(Level.WARNING, "the scanner is busy: " + failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
