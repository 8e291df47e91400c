// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.planted;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenbay.simulation.schedule.Scheduler;

/** Programs with and without faults; each is made, and run, by a simulation's first thread. */
public final class Faults {

    private Faults() {}

    /** Two threads add to a number; sometimes an addition is lost. */
    public static final class LostUpdate implements Scheduler.Body {
        private static final int TIMES = 20;
        private volatile int number;

        @Override
        public void run() throws Exception {
            Thread one = new Thread(this::add, "one");
            Thread other = new Thread(this::add, "other");
            one.start();
            other.start();
            one.join();
            other.join();
            if (number != 2 * TIMES) {
                throw new AssertionError("lost " + (2 * TIMES - number));
            }
        }

        private void add() {
            for (int i = 0; i < TIMES; i++) {
                int seen = number;
                number = seen + 1;
            }
        }
    }

    /** The same with a lock. */
    public static final class GuardedUpdate implements Scheduler.Body {
        private static final int TIMES = 20;
        private int number;

        @Override
        public void run() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(3);
            for (int i = 0; i < TIMES; i++) {
                threads.execute(this::add);
            }
            threads.shutdown();
            if (!threads.awaitTermination(1, TimeUnit.HOURS) || number != TIMES) {
                throw new AssertionError("lost " + (TIMES - number));
            }
        }

        private synchronized void add() {
            Thread.onSpinWait();
            int seen = number;
            Thread.onSpinWait();
            number = seen + 1;
        }
    }

    /** Two threads take two locks in different order. */
    public static final class Deadlock implements Scheduler.Body {
        private final Object one = new Object();
        private final Object other = new Object();

        @Override
        public void run() throws Exception {
            Thread thread = new Thread(() -> both(one, other), "the other way round");
            thread.start();
            both(other, one);
            thread.join();
        }

        private static void both(Object first, Object second) {
            synchronized (first) {
                synchronized (second) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** Uses every class that waits; each has to behave as the JDK's class does. */
    public static final class Waits implements Scheduler.Body {
        private final List<String> seen = new ArrayList<>();
        private boolean told;

        @Override
        public void run() throws Exception {
            long begun = System.nanoTime();
            clocks();
            queues();
            notices();
            futures();
            long took = TimeUnit.NANOSECONDS.toHours(System.nanoTime() - begun);
            if (!seen.equals(List.of("timer", "element", "told", "late", "interrupted")) || took != 3) {
                throw new AssertionError(seen + " after " + took + " hours");
            }
        }

        private void clocks() throws Exception {
            ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
            CountDownLatch latch = new CountDownLatch(1);
            timers.schedule(
                    () -> {
                        seen.add("timer");
                        latch.countDown();
                    },
                    1,
                    TimeUnit.HOURS);
            latch.await();
            timers.shutdownNow();
        }

        private void queues() throws Exception {
            LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
            Thread giver = new Thread(() -> queue.add("element"));
            giver.start();
            seen.add(queue.take());
            giver.join();
        }

        private void notices() throws Exception {
            Thread teller = new Thread(this::tell);
            synchronized (this) {
                teller.start();
                while (!told) {
                    wait();
                }
                seen.add("told");
            }
            synchronized (this) {
                wait(TimeUnit.HOURS.toMillis(1));
                seen.add("late");
            }
        }

        private synchronized void tell() {
            told = true;
            notifyAll();
        }

        private void futures() throws Exception {
            CompletableFuture<String> answer = new CompletableFuture<>();
            Thread waiting = new Thread(() -> {
                try {
                    answer.get(2, TimeUnit.HOURS);
                } catch (InterruptedException interrupted) {
                    answer.complete("interrupted");
                } catch (Exception wrong) {
                    answer.completeExceptionally(wrong);
                }
            });
            waiting.start();
            Thread.sleep(TimeUnit.HOURS.toMillis(1));
            waiting.interrupt();
            seen.add(answer.join());
        }
    }

    /** A thread of the JVM runs many scheduled threads; none of them sees another's thread-local state. */
    public static final class Threads implements Scheduler.Body {
        private static final ThreadLocal<List<String>> OWN = ThreadLocal.withInitial(ArrayList::new);
        private final List<String> seen = new ArrayList<>();

        @Override
        public void run() throws Exception {
            for (String name : List.of("one", "two", "three")) {
                Thread thread = new Thread(() -> live(name), name);
                thread.start();
                thread.join();
            }
            ExecutorService pool = Executors.newSingleThreadExecutor();
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch ended = new CountDownLatch(1);
            Future<?> task = pool.submit(() -> sleep(begun, ended));
            begun.await();
            task.cancel(true);
            ended.await();
            pool.shutdown();
            if (!seen.equals(List.of("one[one]", "two[two]", "three[three]", "interrupted"))) {
                throw new AssertionError(seen);
            }
        }

        private void live(String name) {
            OWN.get().add(name);
            seen.add(Thread.currentThread().getName() + OWN.get());
            Thread.currentThread().interrupt();
        }

        private void sleep(CountDownLatch begun, CountDownLatch ended) {
            begun.countDown();
            try {
                Thread.sleep(TimeUnit.HOURS.toMillis(1));
            } catch (InterruptedException interrupted) {
                seen.add("interrupted");
            }
            ended.countDown();
        }
    }

    /** Collections whose order differs from process to process in the JDK have a fixed order. */
    public static final class Orders implements Scheduler.Body {
        private static final AtomicInteger STARTED = new AtomicInteger();

        @Override
        public void run() {
            STARTED.incrementAndGet();
            String order = "" + Map.of("d", 1, "a", 2, "c", 3, "b", 4).keySet() + Set.of(4, 3, 2, 1);
            if (!order.equals("[a, b, c, d][1, 2, 3, 4]")) {
                throw new AssertionError(order);
            }
        }
    }
}
