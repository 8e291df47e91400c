// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {

    private final ExecutorService pool = Executors.newFixedThreadPool(3);
    private final SerialExecutor serial = new SerialExecutor(pool);

    @AfterEach
    void shutdown() {
        pool.shutdownNow();
    }

    @Test
    void tasksAreDoneInOrderWhateverThreadHasThem() throws InterruptedException {
        List<Integer> done = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            serial.execute(() -> done.add(number));
        }
        assertThat(drained()).isTrue();
        assertThat(done).hasSize(10_000).isSorted();
    }

    @Test
    void aTaskThatFailsDoesNotStopTheOthers() throws InterruptedException {
        serial.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(drained()).isTrue();
    }

    @Test
    void tasksTakenOnBeforeTheShutdownAreDoneAndLaterOnesAreNot() throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        List<String> done = new ArrayList<>();
        serial.execute(() -> {
            try {
                begin.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        serial.execute(() -> done.add("before"));
        pool.shutdown();
        begin.countDown();
        assertThat(pool.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        serial.execute(() -> done.add("after"));

        assertThat(done).containsExactly("before");
    }

    @Test
    void aCoalescedTaskWaitsOnce() throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        List<String> done = new ArrayList<>();
        Coalesced task = new Coalesced(serial, () -> done.add("done"));
        serial.execute(() -> {
            try {
                begin.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        task.run();
        task.run();
        begin.countDown();
        assertThat(drained()).isTrue();
        task.run();
        assertThat(drained()).isTrue();

        assertThat(done).hasSize(2);
    }

    private boolean drained() throws InterruptedException {
        CountDownLatch last = new CountDownLatch(1);
        serial.execute(last::countDown);
        return last.await(5, TimeUnit.SECONDS);
    }
}
