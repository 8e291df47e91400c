// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.web.access.Session;
import org.xenbay.web.host.Refusal;

/**
 * Threads that ask the host: it may take long to answer, and the server goes on meanwhile. Each request is answered, whatever becomes of
 * it; what still waits at the end is not done any more.
 */
final class Workers implements AutoCloseable {

    /** Does what a request asks for, and answers it. */
    interface Task {

        /** @throws Exception is told to the browser, if it is meant for people */
        void run() throws Exception;
    }

    /** Something that a page wants to know, or to have done. */
    interface Question {

        /**
         * @return the answer
         * @throws Exception is told to the browser, if it is meant for people
         */
        @Nullable
        Object ask() throws Exception;
    }

    /** Most that one session has done, or waits for, at once. */
    static final int MAX_OF_SESSION = 2;

    private static final System.Logger LOG = System.getLogger(Workers.class.getName());
    private static final int QUEUE = 16;
    private static final int IDLE_SECONDS = 20;
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final int FAILED = 500;
    private static final int BUSY = 503;

    private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(QUEUE);
    private final ThreadPoolExecutor threads;

    @GuardedBy("this")
    private final Map<Session, Integer> sessions = new IdentityHashMap<>();

    private volatile boolean closed;

    /**
     * @param name of the threads
     * @param count how many at most
     */
    Workers(String name, int count) {
        threads = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, queue, DaemonThreads.numbered(name));
        threads.allowCoreThreadTimeOut(true);
    }

    /** For somebody who has no session yet. */
    void run(Exchange exchange, Task task) {
        start(new Job(exchange, task, () -> {}));
    }

    /** For a session, which gets no more than its share. What is answered does not count any more: the browser goes on at once. */
    void run(Exchange exchange, Session session, Question question) {
        if (!begin(session)) {
            exchange.refuse(TOO_MANY, "the page asks for too much at once, try again");
            return;
        }
        Task task = () -> {
            Object answer;
            try {
                answer = question.ask();
            } finally {
                end(session);
            }
            exchange.json(OK, answer);
        };
        start(new Job(exchange, task, () -> end(session)));
    }

    private synchronized boolean begin(Session session) {
        int now = sessions.getOrDefault(session, 0);
        if (now >= MAX_OF_SESSION) {
            return false;
        }
        sessions.put(session, now + 1);
        return true;
    }

    private synchronized void end(Session session) {
        sessions.computeIfPresent(session, (same, now) -> now > 1 ? now - 1 : null);
    }

    private void start(Job job) {
        try {
            threads.execute(job);
        } catch (RejectedExecutionException busy) {
            job.drop();
        }
    }

    /** What a request asks for. */
    private final class Job implements Runnable {

        private final Exchange exchange;
        private final Task task;
        private final Runnable dropped;

        Job(Exchange exchange, Task task, Runnable dropped) {
            this.exchange = exchange;
            this.task = task;
            this.dropped = dropped;
        }

        @Override
        public void run() {
            if (closed) {
                drop();
                return;
            }
            try {
                task.run();
            } catch (Refusal refused) {
                exchange.refuse(refused.status(), String.valueOf(refused.getMessage()));
            } catch (Throwable failed) { // a command is any bundle's code, and who asked waits for an answer
                fail(failed);
            }
        }

        private void fail(Throwable failed) {
            try {
                LOG.log(Level.ERROR, exchange.path() + " failed", failed);
            } finally {
                exchange.refuse(FAILED, "it failed; the log says why");
            }
        }

        void drop() {
            dropped.run();
            exchange.refuse(BUSY, closed ? "the page is being switched off" : "the page is busy, try again");
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdown();
        List<Runnable> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        waiting.forEach(job -> ((Job) job).drop());
    }
}
