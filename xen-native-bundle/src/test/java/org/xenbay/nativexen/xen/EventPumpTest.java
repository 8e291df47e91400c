// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.thread.ThreadPriorities;

/** The thread of all events, with listeners that do not return. */
@Timeout(60)
class EventPumpTest {

    private static final int[] WAKE = {};
    private static final int[] LOST = {};
    private static final int[] BROKEN = {};

    private final BlockingQueue<int[]> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> told = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<Long, Integer> priorities = new ConcurrentHashMap<>();
    private final EventPump pump =
            new EventPump(new Fake(), this::tell, () -> new int[] {7, 8, 9}, new Host(), Duration.ofMillis(200));

    /** Events that a test puts in. */
    private final class Fake implements EventSource {
        private int[] next = WAKE;

        @Override
        public boolean await() {
            try {
                next = events.take();
                return true;
            } catch (InterruptedException ended) {
                return false;
            }
        }

        @Override
        public int read(int[] ports) {
            int[] now = next;
            next = WAKE;
            if (now == EventPumpTest.LOST) {
                return EventSource.LOST;
            } else if (now == BROKEN) {
                return EventSource.FAILED;
            }
            System.arraycopy(now, 0, ports, 0, now.length);
            return now.length;
        }

        @Override
        public void wake() {
            events.add(WAKE);
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    /** Knows each thread by its number in this process. */
    private final class Host implements ThreadPriorities {

        @Override
        public long callingThread() {
            return Thread.currentThread().getId();
        }

        @Override
        public boolean setRealTime(long thread, int priority) {
            priorities.put(thread, priority);
            return true;
        }
    }

    /** Ports above 100 hang. */
    private void tell(int port) {
        if (port > 100) {
            boolean waits = true;
            while (waits) {
                try {
                    release.await();
                    waits = false;
                } catch (InterruptedException ignored) {
                    continue;
                }
            }
        }
        told.add(port);
    }

    private void awaitTold(Integer... ports) throws InterruptedException {
        for (Integer port : ports) {
            assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(port);
        }
    }

    @AfterEach
    void stop() {
        release.countDown();
        pump.close();
    }

    @Test
    void eventsThatCannotBeReadAreNotDelivered() throws Exception {
        assertThat(pump.isDelivering()).isFalse();
        pump.start();
        events.add(new int[] {1});
        awaitTold(1);
        assertThat(pump.isDelivering()).isTrue();
        events.add(BROKEN);
        awaitDelivering(false);
    }

    private void awaitDelivering(boolean wanted) throws InterruptedException {
        while (pump.isDelivering() != wanted) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void aListenerThatHangsHoldsItsOwnPortOnly() throws Exception {
        pump.start();
        events.add(new int[] {1, 101, 2, 3});
        awaitTold(1, 2, 3);
        events.add(new int[] {4, 102});
        events.add(new int[] {5});
        awaitTold(4, 5);
        release.countDown();
        assertThat(List.of(told.take(), told.take())).containsExactlyInAnyOrder(101, 102);
        events.add(new int[] {6});
        awaitTold(6);
        pump.close();
        assertThat(closed.getCount()).isZero();
    }

    @Test
    void aThreadThatHangsLosesItsPriorityAndTheNextOneHasIt() throws Exception {
        pump.start();
        events.add(new int[] {101, 2});
        awaitTold(2);

        assertThat(priorities.values()).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void afterALossAllPortsAreTold() throws Exception {
        pump.start();
        events.add(LOST);
        awaitTold(7, 8, 9);
        events.add(new int[] {1});
        awaitTold(1);
    }
}
