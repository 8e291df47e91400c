// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** Replaces {@link java.util.concurrent.locks.ReentrantLock}. */
public final class MonitorLock implements Lock {

    private final Monitor monitor = new Monitor();

    public MonitorLock() {}

    public MonitorLock(boolean fair) {}

    private static ScheduledThread me() {
        return Carrier.scheduled();
    }

    @Override
    public void lock() {
        monitor.enter(me());
    }

    @Override
    public void lockInterruptibly() {
        monitor.enter(me());
    }

    @Override
    public boolean tryLock() {
        return monitor.tryEnter(me());
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        Hooks.await(() -> monitor.isFreeFor(me()), Hooks.end(unit.toNanos(time)));
        return monitor.tryEnter(me());
    }

    @Override
    public void unlock() {
        monitor.exit(me());
    }

    public boolean isHeldByCurrentThread() {
        return monitor.isOwnedBy(me());
    }

    @Override
    public Condition newCondition() {
        throw new UnsupportedOperationException("conditions of a lock are not simulated");
    }
}
