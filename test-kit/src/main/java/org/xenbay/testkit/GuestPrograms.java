// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.thread.DaemonThreads;

/** Programs of a guest, each on a separate thread. Called on one thread. */
final class GuestPrograms {

    private final List<Thread> running = new ArrayList<>();

    /** A program that uses a device until it is interrupted or the device fails. From any thread. */
    static final class Busy {
        private final AtomicInteger uses = new AtomicInteger();
        private volatile @Nullable Throwable failure;
        private volatile boolean ended;

        int uses() {
            return uses.get();
        }

        /** @return why the last use has failed */
        @Nullable
        Throwable failure() {
            return failure;
        }

        boolean failed() {
            return failure != null;
        }
    }

    /** @return done when the device was used once */
    CompletableFuture<Void> once(GuestClient client) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        start(() -> {
            try {
                client.use();
                done.complete(null);
            } catch (Throwable failed) {
                done.completeExceptionally(failed);
            }
        });
        return done;
    }

    Busy onAndOn(GuestClient client) {
        Busy busy = new Busy();
        Thread thread = start(() -> {
            try {
                while (!busy.ended && !Thread.currentThread().isInterrupted()) {
                    client.use();
                    busy.uses.incrementAndGet();
                }
            } catch (Throwable failed) {
                busy.failure = failed;
            }
        });
        thread.setName("guest-program-busy");
        return busy;
    }

    private Thread start(Runnable program) {
        Thread thread = DaemonThreads.start("guest-program", program);
        running.add(thread);
        return thread;
    }

    /** Interrupts all programs. */
    void end() {
        running.forEach(Thread::interrupt);
        running.clear();
    }

    /** Lets a program end after its present use. */
    static void letEnd(Busy busy) {
        busy.ended = true;
    }
}
