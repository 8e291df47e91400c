// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.concurrent.TimeUnit;

/** Replaces {@link java.util.concurrent.CountDownLatch}. */
public final class Latch {

    private long count;

    public Latch(int count) {
        this.count = count;
    }

    public void countDown() {
        Hooks.step();
        if (count > 0) {
            count--;
        }
    }

    public long getCount() {
        Hooks.step();
        return count;
    }

    public void await() throws InterruptedException {
        Hooks.await(() -> count == 0);
    }

    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return Hooks.await(() -> count == 0, Hooks.end(unit.toNanos(time)));
    }
}
