// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.polling.SpinBudget;
import org.xenbay.backend.ninepfs.wire.MessageWriter;

/** Which threads carry out the requests of guests. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTest {

    private static final int THREADS = 3;

    private final Workers workers = new Workers(THREADS);
    /** Ends calls that hang. */
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void stop() {
        release.countDown();
        workers.close();
    }

    private FakePort port(Workers.Task task) {
        return new FakePort(workers.lane(), task);
    }

    /** All requests before it were quick, so it is expected to be quick as well. */
    @Test
    void aRequestThatTakesUnexpectedlyLongDoesNotHoldUpTheNext() throws InterruptedException {
        AtomicInteger number = new AtomicInteger();
        Semaphore begun = new Semaphore(0);
        CountDownLatch next = new CountDownLatch(1);
        int quick = 200;
        FakePort port = port(scratch -> {
            int mine = number.incrementAndGet();
            begun.release();
            if (mine == quick + 1) {
                await(next);
            } else if (mine == quick + 2) {
                next.countDown();
            }
        });
        for (int i = 0; i <= quick; i++) {
            port.send();
            assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
        port.send();
        assertThat(next.await(10, TimeUnit.SECONDS))
                .as("the next one has begun")
                .isTrue();
    }

    /**
     * It began at the same time as other requests, all slow; requests that come while it hangs are quick, so that one thread
     * would be enough for them.
     */
    @Test
    void aRequestThatHangsDoesNotHoldUpQuickOnesThatComeLater() throws InterruptedException {
        Semaphore ended = new Semaphore(0);
        Semaphore hanging = new Semaphore(0);
        AtomicInteger kind = new AtomicInteger();
        FakePort port = port(scratch -> {
            switch (kind.get()) {
                case 0 -> spinFor(TimeUnit.MILLISECONDS.toNanos(10));
                case 1 -> {
                    hanging.release();
                    hang();
                }
                default -> {}
            }
            ended.release();
        });
        for (int i = 0; i < 20; i++) {
            port.send();
            assertThat(ended.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
        kind.set(1);
        port.send();
        assertThat(hanging.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        kind.set(2);
        for (int i = 0; i < 1000; i++) {
            port.send();
            assertThat(ended.tryAcquire(10, TimeUnit.SECONDS))
                    .as("quick request %d", i)
                    .isTrue();
        }
    }

    /** The first requests hold their threads until all but one have begun: so they are under way at the same time. */
    @Test
    void requestsThatTakeLongAreUnderWayBesideOneAnother() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(THREADS - 1);
        FakePort port = port(scratch -> {
            if (slow.getCount() > 0) {
                spinFor(TimeUnit.MILLISECONDS.toNanos(20));
                slow.countDown();
                return;
            }
            begun.countDown();
            await(begun);
        });
        port.send();
        assertThat(slow.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < THREADS - 1; i++) {
            port.send();
        }
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneGuestsSlowRequestsLeaveAThreadForOthers() throws InterruptedException {
        FakePort slow = port(scratch -> hang());
        CountDownLatch done = new CountDownLatch(1);
        FakePort other = port(scratch -> done.countDown());
        for (int i = 0; i < 10; i++) {
            slow.send();
        }
        other.send();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Each of them asks for as many threads as it can get, and none of its calls returns. */
    @Test
    void sharesOnStalledStorageLeaveEachOtherShareAThread() throws InterruptedException {
        AtomicInteger stalled = new AtomicInteger();
        for (int guest = 0; guest < 12; guest++) {
            FakePort slow = port(scratch -> {
                stalled.incrementAndGet();
                hang();
            });
            for (int i = 0; i < 10; i++) {
                slow.send();
            }
        }
        Awaitility.await().until(() -> stalled.get() >= 12);
        for (int guest = 0; guest < 3; guest++) {
            CountDownLatch done = new CountDownLatch(1);
            FakePort other = port(scratch -> done.countDown());
            other.send();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(stalled.get()).as("threads that were granted").isLessThanOrEqualTo(12 + THREADS);
    }

    @Test
    void aShareWithTwoRequestsFindsASecondThreadBesideOneThatTakesAllItCanGet() throws InterruptedException {
        CountDownLatch greedy = new CountDownLatch(2);
        FakePort slow = port(scratch -> {
            greedy.countDown();
            hang();
        });
        for (int i = 0; i < 10; i++) {
            slow.send();
        }
        assertThat(greedy.await(10, TimeUnit.SECONDS)).isTrue();
        CountDownLatch beside = new CountDownLatch(2);
        FakePort other = port(scratch -> {
            beside.countDown();
            await(beside);
        });
        other.send();
        other.send();
        assertThat(beside.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Threads of each earlier connection are in calls that do not return, and the next connection asks for as many threads. */
    @Test
    void connectingAgainAndAgainPilesUpNoThreads() throws InterruptedException {
        AtomicInteger stalled = new AtomicInteger();
        ShareThreads shareThreads = workers.shareThreads("again");
        for (int connection = 0; connection < 50; connection++) {
            Lane lane = shareThreads.lane(Workers.Entry.FREE);
            lane.submit(scratch -> {
                stalled.incrementAndGet();
                hang();
            });
        }
        Awaitility.await().until(() -> stalled.get() >= 4);
        CountDownLatch done = new CountDownLatch(1);
        FakePort other = port(scratch -> done.countDown());
        other.send();
        assertThat(done.await(10, TimeUnit.SECONDS))
                .as("another share is served")
                .isTrue();
        assertThat(stalled.get()).isLessThanOrEqualTo(4 + THREADS);
    }

    @Test
    void threadsEndWhenTheirShareHasBeenIdle() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Thread[] ran = new Thread[1];
        FakePort port = port(scratch -> {
            ran[0] = Thread.currentThread();
            done.countDown();
        });
        port.send();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        ran[0].join(TimeUnit.SECONDS.toMillis(40));
        assertThat(ran[0].isAlive()).isFalse();
        AtomicInteger again = new AtomicInteger();
        FakePort later = port(scratch -> again.incrementAndGet());
        later.send();
        Awaitility.await().until(() -> again.get() == 1);
    }

    @Test
    void aThreadThatCannotConfineItselfDoesNoWorkAndAnotherIsTried() throws InterruptedException {
        AtomicInteger tries = new AtomicInteger();
        Lane lane = workers.shareThreads("confined").lane(() -> {
            if (tries.incrementAndGet() == 1) {
                throw new IOException("planted: no memory for a domain");
            }
        });
        CountDownLatch done = new CountDownLatch(1);
        int[] triesBefore = new int[1];
        lane.submit(scratch -> {
            triesBefore[0] = tries.get();
            done.countDown();
        });
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(triesBefore[0]).isEqualTo(2);
    }

    @Test
    void remainingWorkIsDoneAfterCloseAndNothingWaitsForCallsThatHang() throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        FakePort slow = port(scratch -> {
            hangs.countDown();
            hang();
        });
        slow.send();
        assertThat(hangs.await(10, TimeUnit.SECONDS)).isTrue();
        workers.close();
        CountDownLatch done = new CountDownLatch(1);
        workers.lane().submit(scratch -> done.countDown());
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aThreadThatStopsPollingUnmasksThePort() {
        AtomicInteger done = new AtomicInteger();
        FakePort port = port(scratch -> done.incrementAndGet());
        port.send();
        Awaitility.await().until(() -> done.get() == 1 && !port.isMasked());
    }

    @Test
    void aSourceIsNotifiedOfEachRequestThatHasEndedAlsoWhenItFailed() {
        FakePort port = port(scratch -> {
            throw new IllegalStateException("planted");
        });
        port.send();
        port.send();
        Awaitility.await().untilAsserted(() -> assertThat(port.ended()).isEqualTo(2));
    }

    @Test
    void noThreadPollsWhileAsManyAreActiveAsThereAreProcessors() {
        SpinBudget near = new SpinBudget();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            workers.begins();
        }
        assertThat(workers.polling().poll(this, near, () -> true)).isFalse();

        workers.rests();
        assertThat(workers.polling().poll(this, near, () -> true)).isTrue();

        int[] looks = new int[1];
        assertThat(workers.polling().poll(this, near, () -> {
                    workers.begins();
                    looks[0]++;
                    return false;
                }))
                .isFalse();
        assertThat(looks[0]).as("the thread stops when another one is active").isEqualTo(1);
    }

    @Test
    void theThreadThatBringsAFastRequestCarriesItOut() {
        Lane lane = workers.lane();
        Thread[] ran = new Thread[1];
        lane.serve(() -> lane.submit(scratch -> ran[0] = Thread.currentThread()), new MessageWriter());
        assertThat(ran[0]).isSameAs(Thread.currentThread());
    }

    /** A call that does not return while the test looks, however long the test takes. */
    private void hang() {
        try {
            release.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void spinFor(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
