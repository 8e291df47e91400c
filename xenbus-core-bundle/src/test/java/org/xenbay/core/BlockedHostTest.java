// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.core.device.GrowingPool;

/** A host that does not answer some devices' calls, such as by a network file system that is away. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockedHostTest {

    /** More than the device threads and host threads of {@link Host#QUICK} together. */
    private static final int BLOCKED = 12;

    private final Host host = new Host();
    private final ProbeBackend probe = new ProbeBackend();
    private final CountDownLatch answer = new CountDownLatch(1);

    @AfterEach
    void stop() {
        answer.countDown();
        host.close();
    }

    private DeviceContext device(String guest) {
        DeviceId id = new DeviceId(host.guest(guest).domain(), ProbeBackend.TYPE, 0);
        host.attach(id);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        return probe.contexts.get(id);
    }

    private List<DeviceContext> devices() {
        host.add(probe, ProbeBackend.TYPE);
        List<DeviceContext> devices = new ArrayList<>();
        for (int i = 0; i <= BLOCKED; i++) {
            devices.add(device("guest" + i));
        }
        return devices;
    }

    private Integer hang() throws InterruptedException {
        answer.await();
        return 0;
    }

    @Test
    void aDozenDevicesWhoseCallsOfTheHostHangLeaveAnotherItsThread() throws InterruptedException {
        List<DeviceContext> devices = devices();
        for (DeviceContext blocked : devices.subList(0, BLOCKED)) {
            for (int piece = 0; piece < 5; piece++) {
                blocked.runOnHost(this::hang, (done, failed) -> {});
            }
        }
        CountDownLatch served = new CountDownLatch(1);
        devices.get(BLOCKED).runOnHost(() -> 1, (done, failed) -> served.countDown());
        assertThat(served.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aDozenDevicesWhoseHandlersHangLeaveAnotherItsTurn() throws InterruptedException {
        List<DeviceContext> devices = devices();
        devices.subList(0, BLOCKED).forEach(blocked -> blocked.execute(this::hang));
        CountDownLatch served = new CountDownLatch(1);
        devices.get(BLOCKED).execute(served::countDown);
        assertThat(served.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneDevicesWorkIsBoundedAndDoneInItsOrder() throws InterruptedException {
        host.add(probe, ProbeBackend.TYPE);
        DeviceContext device = device("guest");
        AtomicReference<Throwable> refused = new AtomicReference<>();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(2 + Host.QUICK.hostQueue() + 1);
        for (int piece = 0; piece < 2 + Host.QUICK.hostQueue() + 1; piece++) {
            device.runOnHost(
                    () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        hang();
                        return running.decrementAndGet();
                    },
                    (result, failed) -> {
                        if (failed != null) {
                            refused.set(failed);
                        }
                        done.countDown();
                    });
        }
        Awaitility.await().until(() -> refused.get() != null);
        assertThat(device.offerToHost(
                        () -> 1, (result, failed) -> refused.set(new IllegalStateException("told of a refusal"))))
                .as("who wants to know at once is told at once")
                .isFalse();
        answer.countDown();
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(refused.get()).isInstanceOf(RejectedExecutionException.class);
        assertThat(most.get()).as("at a time").isEqualTo(2);
    }

    /** A thread inherits the rights that its starter has given up. */
    @Test
    void noThreadIsStartedByThoseThatGiveWork() throws InterruptedException {
        ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
        Set<Thread> starters = ConcurrentHashMap.newKeySet();
        GrowingPool pool = new GrowingPool(
                2,
                20,
                task -> {
                    starters.add(Thread.currentThread());
                    return new Thread(task);
                },
                timers);
        try {
            starters.clear();
            CountDownLatch done = new CountDownLatch(BLOCKED);
            for (int i = 0; i < BLOCKED; i++) {
                pool.execute(() -> {
                    done.countDown();
                    try {
                        done.await();
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(starters).isNotEmpty().doesNotContain(Thread.currentThread());
        } finally {
            pool.shutdownNow();
            timers.shutdownNow();
        }
    }

    @Test
    void threadsThatMadeUpForBlockedOnesAreNotKept() throws InterruptedException {
        ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
        GrowingPool pool = new GrowingPool(1, 20, Thread::new, timers);
        try {
            CountDownLatch begun = new CountDownLatch(BLOCKED);
            for (int i = 0; i < BLOCKED; i++) {
                pool.execute(() -> {
                    begun.countDown();
                    try {
                        hang();
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            answer.countDown();
            Awaitility.await().until(() -> pool.getCorePoolSize() == 1 && pool.getPoolSize() <= 1);
        } finally {
            pool.shutdownNow();
            timers.shutdownNow();
        }
    }
}
