// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request without an outcome yet. Completed once; later attempts are ignored. */
final class Pending {

    private final Request request;
    private final Consumer<Outcome> whenEnded;
    private final CountDownLatch ended = new CountDownLatch(1);

    @GuardedBy("this")
    private @Nullable Outcome outcome;

    /** @param whenEnded called by the thread that completes it, before waiting threads continue */
    Pending(Request request, Consumer<Outcome> whenEnded) {
        this.request = request;
        this.whenEnded = whenEnded;
    }

    Request request() {
        return request;
    }

    void complete(Outcome how) {
        synchronized (this) {
            if (outcome != null) {
                return;
            }
            outcome = how;
        }
        try {
            whenEnded.accept(how);
        } finally {
            ended.countDown();
        }
    }

    /**
     * Waits for the outcome. An interrupt does not end the wait, because the request may be carried out nevertheless; the
     * thread's interrupt status is restored.
     *
     * @return false after the timeout
     */
    boolean await(Duration timeout) {
        boolean interrupted = false;
        long end = System.nanoTime() + timeout.toNanos();
        try {
            while (true) {
                try {
                    return ended.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException kept) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** After {@link #await} has returned true. */
    synchronized @Nullable Outcome outcome() {
        return outcome;
    }
}
