// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.polling.SpinBudget;
import org.xenbay.backend.ninepfs.wire.MessageWriter;

/** Which threads carry out a guest's requests, and that no request is overlooked, whichever thread polls. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTest {

    private static final int THREADS = 3;

    private final Workers workers = new Workers(THREADS);

    @AfterEach
    void stop() {
        workers.close();
    }

    /** A ring and its port: an event masks it, and one that comes while it is masked is delivered when it is opened. */
    private final class Port implements RequestSource {
        private final Lane lane = workers.lane();
        private final Workers.Task task;
        private int sent;
        private int taken;
        private boolean masked;
        private boolean pending;
        private final AtomicInteger ended = new AtomicInteger();

        Port(Workers.Task task) {
            this.task = task;
            lane.attach(this);
        }

        /** The guest's side. */
        void send() {
            synchronized (this) {
                sent++;
            }
            raise();
        }

        private void raise() {
            synchronized (this) {
                if (masked) {
                    pending = true;
                    return;
                }
                masked = true;
            }
            lane.alert();
        }

        @Override
        public void poll() {
            int found;
            synchronized (this) {
                found = sent - taken;
                taken = sent;
            }
            for (int i = 0; i < found; i++) {
                lane.submit(task);
            }
        }

        @Override
        public void unmask() {
            boolean again;
            synchronized (this) {
                masked = false;
                again = pending;
                pending = false;
            }
            if (again) {
                raise();
            }
        }

        @Override
        public void requestEnded() {
            ended.incrementAndGet();
        }

        synchronized boolean isMasked() {
            return masked;
        }
    }

    /**
     * A guest that sends the next request at some time after each reply: while a thread polls, while polling ends, and later.
     */
    private void converse(Random random, int requests) {
        AtomicInteger done = new AtomicInteger();
        Port port = new Port(scratch -> done.incrementAndGet());
        for (int i = 1; i <= requests; i++) {
            port.send();
            while (done.get() < i) {
                Thread.onSpinWait();
            }
            spinFor(random.nextInt(60_000));
        }
    }

    @Test
    void noRequestIsOverlookedWheneverItComes() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(2);
        for (int guest = 0; guest < 2; guest++) {
            Random random = new Random(guest);
            Thread thread = new Thread(() -> {
                converse(random, 2_000);
                ended.countDown();
            });
            thread.setDaemon(true);
            thread.start();
        }
        assertThat(ended.await(50, TimeUnit.SECONDS)).as("all were answered").isTrue();
    }

    /** All requests before it were quick, so it is expected to be quick as well. */
    @Test
    void aRequestThatTakesUnexpectedlyLongDoesNotHoldUpTheNext() throws InterruptedException {
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch next = new CountDownLatch(1);
        int quick = 200;
        Port port = new Port(scratch -> {
            int number = begun.incrementAndGet();
            if (number == quick + 1) {
                await(next);
            } else if (number == quick + 2) {
                next.countDown();
            }
        });
        for (int i = 1; i <= quick; i++) {
            port.send();
            int sent = i;
            Awaitility.await().pollInterval(Duration.ofNanos(1000)).until(() -> begun.get() == sent);
        }
        port.send();
        Awaitility.await().until(() -> begun.get() == quick + 1);
        port.send();
        assertThat(next.await(10, TimeUnit.SECONDS))
                .as("the next one has begun")
                .isTrue();
    }

    /** The first ones hold their threads until all but one have begun: so they are under way beside one another. */
    @Test
    void requestsThatTakeLongAreUnderWayBesideOneAnother() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(THREADS - 1);
        Port port = new Port(scratch -> {
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
        CountDownLatch release = new CountDownLatch(1);
        Port slow = new Port(scratch -> await(release));
        CountDownLatch done = new CountDownLatch(1);
        Port other = new Port(scratch -> done.countDown());
        for (int i = 0; i < 10; i++) {
            slow.send();
        }
        other.send();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        release.countDown();
    }

    /** Each of them asks for as many threads as it can get, and none of its calls returns. */
    @Test
    void sharesOnStalledStorageLeaveEachOtherShareAThread() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger stalled = new AtomicInteger();
        for (int guest = 0; guest < 12; guest++) {
            Port slow = new Port(scratch -> {
                stalled.incrementAndGet();
                await(release);
            });
            for (int i = 0; i < 10; i++) {
                slow.send();
            }
        }
        Awaitility.await().until(() -> stalled.get() >= 12);
        for (int guest = 0; guest < 3; guest++) {
            CountDownLatch done = new CountDownLatch(1);
            Port other = new Port(scratch -> done.countDown());
            other.send();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(stalled.get()).as("threads that were granted").isLessThanOrEqualTo(12 + THREADS);
        release.countDown();
    }

    @Test
    void aShareWithTwoRequestsFindsASecondThreadBesideOneThatTakesAllItCanGet() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch greedy = new CountDownLatch(2);
        Port slow = new Port(scratch -> {
            greedy.countDown();
            await(release);
        });
        for (int i = 0; i < 10; i++) {
            slow.send();
        }
        assertThat(greedy.await(10, TimeUnit.SECONDS)).isTrue();
        CountDownLatch beside = new CountDownLatch(2);
        Port other = new Port(scratch -> {
            beside.countDown();
            await(beside);
        });
        other.send();
        other.send();
        assertThat(beside.await(10, TimeUnit.SECONDS)).isTrue();
        release.countDown();
    }

    /** Threads of each earlier connection are in calls that do not return, and the next connection asks for as many threads. */
    @Test
    void connectingAgainAndAgainPilesUpNoThreads() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger stalled = new AtomicInteger();
        ShareThreads shareThreads = workers.shareThreads("again");
        for (int connection = 0; connection < 50; connection++) {
            Lane lane = shareThreads.lane(Workers.Entry.FREE);
            lane.submit(scratch -> {
                stalled.incrementAndGet();
                await(release);
            });
        }
        Awaitility.await().until(() -> stalled.get() >= 4);
        Port other = new Port(scratch -> release.countDown());
        other.send();
        assertThat(release.await(10, TimeUnit.SECONDS))
                .as("another share is served")
                .isTrue();
        assertThat(stalled.get()).isLessThanOrEqualTo(4 + THREADS);
    }

    @Test
    void threadsEndWhenTheirShareHasBeenIdle() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Thread[] ran = new Thread[1];
        Port port = new Port(scratch -> {
            ran[0] = Thread.currentThread();
            done.countDown();
        });
        port.send();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        ran[0].join(TimeUnit.SECONDS.toMillis(40));
        assertThat(ran[0].isAlive()).isFalse();
        AtomicInteger again = new AtomicInteger();
        Port later = new Port(scratch -> again.incrementAndGet());
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
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch hangs = new CountDownLatch(1);
        Port slow = new Port(scratch -> {
            hangs.countDown();
            await(release);
        });
        slow.send();
        assertThat(hangs.await(10, TimeUnit.SECONDS)).isTrue();
        workers.close();
        CountDownLatch done = new CountDownLatch(1);
        workers.lane().submit(scratch -> done.countDown());
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        release.countDown();
    }

    @Test
    void aThreadThatStopsPollingUnmasksThePort() {
        AtomicInteger done = new AtomicInteger();
        Port port = new Port(scratch -> done.incrementAndGet());
        port.send();
        Awaitility.await().until(() -> done.get() == 1 && !port.isMasked());
    }

    @Test
    void aSourceIsNotifiedOfEachRequestThatHasEndedAlsoWhenItFailed() {
        Port port = new Port(scratch -> {
            throw new IllegalStateException("planted");
        });
        port.send();
        port.send();
        Awaitility.await().untilAsserted(() -> assertThat(port.ended).hasValue(2));
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
