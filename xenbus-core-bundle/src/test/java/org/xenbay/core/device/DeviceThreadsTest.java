// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.thread.DaemonThreads;

/** What the watchdog asks of the device threads. */
@Timeout(60)
class DeviceThreadsTest {

    private static final int MOST = 3;

    private final ScheduledExecutorService timers =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("test-timer"));
    private final DeviceThreads threads =
            new DeviceThreads(new GrowingPool(1, MOST, DaemonThreads.numbered("test-device"), timers), 1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger held = new AtomicInteger();

    @AfterEach
    void end() {
        release.countDown();
        threads.close();
        timers.shutdownNow();
    }

    private void hold() {
        held.incrementAndGet();
        try {
            release.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        held.decrementAndGet();
    }

    @Test
    void aProbeRunsAlthoughABackendHoldsWhatItMay() throws InterruptedException {
        Lane backend = threads.newLane();
        backend.run(this::hold);
        backend.run(this::hold);
        Awaitility.await().until(() -> held.get() == 1);
        assertThat(backend.isFull()).isTrue();
        CountDownLatch ran = new CountDownLatch(1);
        threads.probe(ran::countDown);
        ran.await();
        assertThat(held).hasValue(1);
        assertThat(threads.areAllHeld()).isFalse();
    }

    @Test
    void allAreHeldWhenNoMoreCanBeMade() throws InterruptedException {
        for (int thread = 0; thread < MOST; thread++) {
            assertThat(threads.areAllHeld()).isFalse();
            threads.probe(this::hold);
        }
        Awaitility.await().until(() -> held.get() == MOST);
        assertThat(threads.areAllHeld()).isTrue();
        CountDownLatch ran = new CountDownLatch(1);
        threads.probe(ran::countDown);
        release.countDown();
        ran.await();
        Awaitility.await().until(() -> !threads.areAllHeld());
    }

    @Test
    void threadsThatHaveEndedRefuseAProbe() {
        threads.close();
        assertThatThrownBy(() -> threads.probe(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
