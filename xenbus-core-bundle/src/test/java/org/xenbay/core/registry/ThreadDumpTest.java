// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.thread.DaemonThreads;

@Timeout(60)
class ThreadDumpTest {

    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    private void start(String name, Runnable task) {
        threads.add(DaemonThreads.start(name, task));
    }

    @AfterEach
    void end() throws InterruptedException {
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void hold() {
        try {
            end.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static void awaitState(Thread thread, Thread.State state) {
        while (thread.getState() != state) {
            Thread.onSpinWait();
        }
    }

    @Test
    void threadsThatDoTheSameShareALine() {
        for (int number = 1; number <= 6; number++) {
            start("xenbtest-" + number, this::hold);
        }
        threads.forEach(thread -> awaitState(thread, Thread.State.WAITING));
        assertThat(ThreadDump.lines())
                .filteredOn(line -> line.contains("xenbtest-"))
                .singleElement()
                .asString()
                .startsWith("thread \"xenbtest-1\", \"xenbtest-2\", \"xenbtest-3\", \"xenbtest-4\" and 2 more WAITING:")
                .contains(" < " + ThreadDumpTest.class.getName() + ".hold:")
                .doesNotContain("\n");
    }

    @Test
    void whoHoldsALockIsNamedAndThePlatformsThreadsComeFirst() {
        Object lock = new Object();
        CountDownLatch held = new CountDownLatch(1);
        start("xenbtest-owner", () -> {
            synchronized (lock) {
                held.countDown();
                hold();
            }
        });
        start("xenbtest-waiting", () -> {
            try {
                held.await();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
            synchronized (lock) {
                held.countDown();
            }
        });
        awaitState(threads.get(1), Thread.State.BLOCKED);
        List<String> lines = ThreadDump.lines();
        assertThat(lines)
                .hasSizeLessThanOrEqualTo(ThreadDump.MAX_LINES + 1)
                .anyMatch(line -> line.startsWith(
                        "thread \"xenbtest-waiting\" BLOCKED, wants a lock that \"xenbtest-owner\" holds: "));
        assertThat(lines.get(0)).startsWith("thread \"xenb");
    }
}
