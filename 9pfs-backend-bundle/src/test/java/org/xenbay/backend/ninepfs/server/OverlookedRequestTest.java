// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.simulation.Simulated;

/**
 * No request is overlooked, whichever thread polls: guests send the next ones at some time after the last reply, while a
 * thread polls, while polling ends, and later.
 */
class OverlookedRequestTest {

    private static final int GUESTS = 2;
    private static final int REQUESTS = 200;
    private static final int MOST_TOGETHER = 3;
    private static final int MAX_PAUSE_NANOS = 200_000;

    /** Less than the time after which an idle thread looks by itself. */
    private static final Duration SIMULATED_TIMEOUT = Duration.ofSeconds(1);

    @Simulated
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("org.xenbay.simulation.Seeds#chosen")
    void noRequestIsOverlooked(long seed) throws Exception {
        converse(seed, SIMULATED_TIMEOUT);
    }

    @ParameterizedTest(name = "seed {0} on real threads")
    @MethodSource("org.xenbay.simulation.Seeds#onRealThreads")
    void noRequestIsOverlookedOnRealThreads(long seed) throws Exception {
        converse(seed, Duration.ofSeconds(10));
    }

    private static void converse(long seed, Duration timeout) throws Exception {
        Random random = new Random(seed);
        try (Workers workers = new Workers(3)) {
            List<CompletableFuture<Void>> guests = new ArrayList<>();
            for (int i = 0; i < GUESTS; i++) {
                guests.add(guest(workers.lane(), new Random(random.nextLong()), timeout));
            }
            for (CompletableFuture<Void> guest : guests) {
                guest.get();
            }
        }
    }

    private static CompletableFuture<Void> guest(Lane lane, Random random, Duration timeout) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        DaemonThreads.start("guest", () -> {
            try {
                sendAll(lane, random, timeout);
                ended.complete(null);
            } catch (InterruptedException | RuntimeException | Error failed) {
                ended.completeExceptionally(failed);
            }
        });
        return ended;
    }

    private static void sendAll(Lane lane, Random random, Duration timeout) throws InterruptedException {
        Semaphore replies = new Semaphore(0);
        FakePort port = new FakePort(lane, scratch -> replies.release());
        for (int i = 0; i < REQUESTS; i++) {
            int together = 1 + random.nextInt(MOST_TOGETHER);
            for (int sent = 0; sent < together; sent++) {
                port.send();
            }
            for (int replied = 0; replied < together; replied++) {
                assertThat(replies.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS))
                        .as("a reply in round " + i)
                        .isTrue();
            }
            LockSupport.parkNanos(random.nextInt(MAX_PAUSE_NANOS));
        }
    }
}
