// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.thread.ThreadPriorities;

/** Real threads, and a host that notes which priority it was told to give to each. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RealTimePriorityTest {

    private static final class Host implements ThreadPriorities {
        private final Map<Long, Integer> priorities = new ConcurrentHashMap<>();
        private volatile boolean refuses;

        @Override
        public long callingThread() {
            return Thread.currentThread().getId();
        }

        @Override
        public boolean setRealTime(long thread, int priority) {
            if (refuses) {
                return false;
            }
            priorities.put(thread, priority);
            return true;
        }

        Integer of(Thread thread) {
            return priorities.get(thread.getId());
        }
    }

    private final Host host = new Host();
    private final long begin = System.nanoTime();
    private final AtomicBoolean active = new AtomicBoolean(true);
    private final Workers workers = new Workers(2);
    /** Threads that use a whole processor. */
    private final Set<Long> busy = ConcurrentHashMap.newKeySet();

    private final RealTimePriority priority =
            new RealTimePriority(host, active::get, thread -> busy.contains(thread) ? System.nanoTime() - begin : 0);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        priority.close();
        workers.close();
    }

    private Thread serve(String share, Runnable work) {
        ShareThreads threads = workers.shareThreads(share);
        Thread thread = new Thread(() -> {
            Runnable ended = priority.began(threads);
            work.run();
            ended.run();
        });
        thread.start();
        return thread;
    }

    private void idle() {
        try {
            end.await();
        } catch (InterruptedException stray) {
            throw new IllegalStateException(stray);
        }
    }

    @Test
    void aThreadOfAShareThatUsesLittleGetsThePriorityAndOneThatNeverStopsLosesIt() {
        Thread idle = serve("idle", this::idle);
        Thread hog = serve("hog", this::idle);

        await().until(() -> Integer.valueOf(1).equals(host.of(idle)));
        await().until(() -> Integer.valueOf(1).equals(host.of(hog)));
        busy.add(hog.getId());
        await().until(() -> Integer.valueOf(0).equals(host.of(hog)));
        assertThat(host.of(idle)).isEqualTo(1);
    }

    @Test
    void nothingIsDoneWithAThreadThatHasEnded() throws InterruptedException {
        Thread ended = serve("ended", () -> {});
        ended.join();
        host.priorities.remove(ended.getId());
        Thread other = serve("other", this::idle);

        await().until(() -> Integer.valueOf(1).equals(host.of(other)));
        priority.close();
        assertThat(host.priorities).doesNotContainKey(ended.getId());
        assertThat(host.of(other)).isZero();
    }

    @Test
    void afterARestItLooksAgainWhenAThreadIsActive() {
        Thread first = serve("first", this::idle);
        await().until(() -> Integer.valueOf(1).equals(host.of(first)));
        active.set(false);
        await().until(priority::isAsleep);

        active.set(true);
        priority.active();
        Thread second = serve("second", this::idle);
        await().until(() -> Integer.valueOf(1).equals(host.of(second)));
    }

    @Test
    void aHostThatRefusesIsAskedOnce() {
        host.refuses = true;
        try (RealTimePriority refused = new RealTimePriority(host, active::get)) {
            await().until(refused::isClosed);
            refused.began(workers.shareThreads("any")).run();
        }
    }

    /** Each change of the configuration asks for the priorities again. */
    @Test
    void theSameHostOnceMoreChangesNothing() {
        workers.prioritize(host);
        RealTimePriority first = workers.priority();
        workers.prioritize(host);
        assertThat(workers.priority()).isSameAs(first);
        workers.prioritize(ThreadPriorities.NONE);
        assertThat(first.isClosed()).isTrue();
    }
}
