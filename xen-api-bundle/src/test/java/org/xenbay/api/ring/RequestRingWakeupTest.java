// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.xen.SharedMemory;

/**
 * Two threads, one at each end of the ring. A thread that finds the ring empty asks for an event, and continues when the other
 * thread sends one. When an event is lost, both threads wait for ever. The threads spin and do not sleep, so that one thread
 * often publishes at the moment when the other thread finds nothing.
 */
class RequestRingWakeupTest {

    private static final int REQUESTS = 60_000;
    private static final int TURN = 8;
    private static final int MAX_SPINS = 40;
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final SharedMemory page = SharedMemory.over(ByteBuffer.allocateDirect(4096), () -> {});

    /** One end of an event channel. Several signals before one is seen are one event. */
    private static final class Port {
        private volatile boolean pending;

        void signal() {
            pending = true;
        }

        /** The event is taken before the ring is looked at, as the core unmasks the port before. */
        void await() throws TimeoutException {
            long end = System.nanoTime() + TIMEOUT_NANOS;
            for (int spins = 1; !pending; spins++) {
                if (spins % 100 == 0) {
                    Thread.yield();
                    if (System.nanoTime() - end > 0) {
                        throw new TimeoutException("no event came: a wake-up was lost");
                    }
                }
                Thread.onSpinWait();
            }
            pending = false;
        }
    }

    private final Port toBackend = new Port();
    private final Port toFrontend = new Port();

    @ParameterizedTest
    @ValueSource(ints = {148, 112, 2048})
    void noWakeUpIsLostHoweverBothSidesMeet(int slot) throws Exception {
        RequestRingFront front = new RequestRingFront(page, slot);
        RequestRingBack back = new RequestRingBack(page, slot);
        CompletableFuture<Integer> backend = run(() -> serve(back, slot));
        CompletableFuture<Integer> frontend = run(() -> ask(front, slot));
        assertThat(frontend.get()).isEqualTo(REQUESTS);
        assertThat(backend.get()).isEqualTo(REQUESTS);
    }

    private int serve(RequestRingBack ring, int slot) throws TimeoutException {
        byte[] buffer = new byte[slot];
        while (ring.responseIndex() < REQUESTS) {
            toBackend.await();
            boolean more = true;
            while (more) {
                more = ring.drain(TURN, () -> buffer, request -> ring.put(request, slot));
                if (ring.publish()) {
                    toFrontend.signal();
                }
            }
        }
        return ring.responseIndex();
    }

    private int ask(RequestRingFront ring, int slot) throws TimeoutException {
        Random random = new Random(slot);
        byte[] buffer = new byte[slot];
        int sent = 0;
        int answered = 0;
        while (answered < REQUESTS) {
            for (int spins = random.nextInt(MAX_SPINS); spins > 0; spins--) {
                Thread.onSpinWait();
            }
            for (int burst = random.nextInt(3); burst >= 0 && sent < REQUESTS && ring.put(buffer, slot); burst--) {
                sent++;
            }
            if (ring.publish()) {
                toBackend.signal();
            }
            int before = answered;
            while (ring.hasNext()) {
                ring.take(buffer);
                answered++;
            }
            if (answered == before) {
                toFrontend.await();
            }
        }
        return answered;
    }

    /** What one side does. */
    private interface Side {
        int run() throws Exception;
    }

    private static CompletableFuture<Integer> run(Side side) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(side.run());
            } catch (Throwable failed) {
                result.completeExceptionally(failed);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }
}
