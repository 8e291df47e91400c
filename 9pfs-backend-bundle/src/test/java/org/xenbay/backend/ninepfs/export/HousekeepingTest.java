// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HousekeepingTest {

    private final Housekeeping housekeeping = new Housekeeping();

    @AfterEach
    void stop() {
        housekeeping.close();
    }

    @Test
    void tasksOfSeveralSharesTakeTurns() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch bothAreThere = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(2);
        for (String share : List.of("a", "b")) {
            int[] steps = new int[1];
            housekeeping.start(
                    () -> {
                        await(bothAreThere);
                        order.add(share);
                        return ++steps[0] < 50;
                    },
                    ended::countDown);
        }
        bothAreThere.countDown();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(order).hasSize(100);
        assertThat(order.subList(0, 60))
                .as("neither is done before the other begins")
                .contains("a", "b");
    }

    @Test
    void aStepThatHangsDoesNotHoldUpOthers() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch hungEnded = new CountDownLatch(1);
        housekeeping.start(
                () -> {
                    began.countDown();
                    await(hangs);
                    return false;
                },
                hungEnded::countDown);
        began.await();
        int[] steps = new int[1];
        housekeeping.start(() -> ++steps[0] < 1000, ended::countDown);
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(hungEnded.getCount()).isOne();
        hangs.countDown();
        assertThat(hungEnded.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void noStepBeginsAfterTheEnd() throws Exception {
        housekeeping.close();
        CountDownLatch ended = new CountDownLatch(1);
        int[] steps = new int[1];
        housekeeping.start(() -> ++steps[0] > 0, ended::countDown);
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(steps[0]).isZero();
    }

    @Test
    void aTurnThatHasExpiredIsNotEndedAgain() {
        long[] now = {1_000_000_000L};
        ExpiringLock turns = new ExpiringLock(1_000_000L, () -> now[0]);
        long first = turns.take();
        now[0] += 2_000_000L;
        long second = turns.take();
        turns.end(first);
        now[0] += 2_000_000L;
        assertThat(turns.take()).isEqualTo(second + 1);
    }
}
