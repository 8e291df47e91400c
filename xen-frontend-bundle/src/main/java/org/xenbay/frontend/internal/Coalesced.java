// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** A task that is queued at most once in its executor, regardless of the number of requests. */
public final class Coalesced implements Runnable {

    private final Executor executor;
    private final Runnable task;
    private final AtomicBoolean waiting = new AtomicBoolean();

    public Coalesced(Executor executor, Runnable task) {
        this.executor = executor;
        this.task = task;
    }

    /** Requests a run; does not block. */
    @Override
    public void run() {
        if (waiting.compareAndSet(false, true)) {
            executor.execute(() -> {
                waiting.set(false);
                task.run();
            });
        }
    }
}
