// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HostWorkTest {

    private final Queue<Runnable> given = new ArrayDeque<>();
    private final AtomicInteger done = new AtomicInteger();
    private boolean ended;

    private void take(Runnable piece) {
        if (ended) {
            throw new RejectedExecutionException("the threads have ended");
        }
        given.add(piece);
    }

    /** The thread that ends has no caller that could get the exception. */
    @Test
    void workThatWaitedWhenTheThreadsEndIsForgottenWithoutAFailure() {
        HostWork work = new HostWork(this::take, 8);
        for (int piece = 0; piece < 4; piece++) {
            work.execute(done::incrementAndGet);
        }
        assertThat(given).hasSize(2);

        ended = true;
        given.poll().run();
        given.poll().run();
        assertThat(done).hasValue(2);
    }
}
