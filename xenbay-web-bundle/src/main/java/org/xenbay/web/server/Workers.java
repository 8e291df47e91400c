// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.web.host.Refusal;

/** Threads that ask the host: it may take long to answer, and the server goes on meanwhile. */
final class Workers implements AutoCloseable {

    /** Does what a request asks for, and answers it. */
    interface Task {

        /** @throws Exception is told to the browser, if it is meant for people */
        void run() throws Exception;
    }

    private static final System.Logger LOG = System.getLogger(Workers.class.getName());
    private static final int THREADS = 4;
    private static final int QUEUE = 16;
    private static final int IDLE_SECONDS = 20;
    private static final int FAILED = 500;
    private static final int BUSY = 503;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            DaemonThreads.numbered("xenbay-web-worker"));

    Workers() {
        threads.allowCoreThreadTimeOut(true);
    }

    void run(Exchange exchange, Task task) {
        try {
            threads.execute(() -> attempt(exchange, task));
        } catch (RejectedExecutionException busy) {
            exchange.refuse(BUSY, "the page is busy, try again");
        }
    }

    private static void attempt(Exchange exchange, Task task) {
        try {
            task.run();
        } catch (Refusal refused) {
            exchange.refuse(refused.status(), String.valueOf(refused.getMessage()));
        } catch (Exception failed) {
            LOG.log(Level.ERROR, exchange.path() + " failed", failed);
            exchange.refuse(FAILED, "it failed; the log says why");
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
