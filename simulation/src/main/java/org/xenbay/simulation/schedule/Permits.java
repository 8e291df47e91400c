// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.concurrent.TimeUnit;

/** Replaces {@link java.util.concurrent.Semaphore}. */
public final class Permits {

    private int count;

    public Permits(int count) {
        this.count = count;
    }

    public Permits(int count, boolean fair) {
        this(count);
    }

    public void acquire() throws InterruptedException {
        Hooks.await(() -> count > 0);
        count--;
    }

    public void acquireUninterruptibly() {
        Hooks.awaitAlways(() -> count > 0);
        count--;
    }

    public boolean tryAcquire() {
        Hooks.step();
        boolean has = count > 0;
        count -= has ? 1 : 0;
        return has;
    }

    public boolean tryAcquire(long time, TimeUnit unit) throws InterruptedException {
        boolean has = Hooks.await(() -> count > 0, Hooks.end(unit.toNanos(time)));
        count -= has ? 1 : 0;
        return has;
    }

    public void release() {
        release(1);
    }

    public void release(int permits) {
        Hooks.step();
        count += permits;
    }

    public int drainPermits() {
        Hooks.step();
        int drained = count;
        count = 0;
        return drained;
    }

    public int availablePermits() {
        Hooks.step();
        return count;
    }
}
