// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/** Replaces {@link java.util.concurrent.locks.ReentrantReadWriteLock}. */
public final class SharedLock implements ReadWriteLock {

    private final Map<Thread, Integer> readers = new HashMap<>();
    private final ReadSide read = new ReadSide(this);
    private final WriteSide write = new WriteSide(this);
    private @Nullable Thread writer;
    private int writes;

    public SharedLock() {}

    public SharedLock(boolean fair) {}

    @Override
    public ReadSide readLock() {
        return read;
    }

    @Override
    public WriteSide writeLock() {
        return write;
    }

    public int getReadLockCount() {
        return readers.values().stream().mapToInt(count -> count).sum();
    }

    public boolean isWriteLocked() {
        return writer != null;
    }

    private boolean othersRead(Thread me) {
        return readers.keySet().stream().anyMatch(reader -> reader != me);
    }

    private abstract static class Side implements Lock {
        final SharedLock lock;

        Side(SharedLock lock) {
            this.lock = lock;
        }

        abstract boolean isFree(Thread me);

        abstract void take(Thread me);

        @Override
        public void lock() {
            Thread me = Thread.currentThread();
            Hooks.awaitAlways(() -> isFree(me));
            take(me);
        }

        @Override
        public void lockInterruptibly() throws InterruptedException {
            Thread me = Thread.currentThread();
            Hooks.await(() -> isFree(me));
            take(me);
        }

        @Override
        public boolean tryLock() {
            Hooks.step();
            Thread me = Thread.currentThread();
            boolean free = isFree(me);
            if (free) {
                take(me);
            }
            return free;
        }

        @Override
        public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
            Thread me = Thread.currentThread();
            return Hooks.await(() -> isFree(me), Hooks.end(unit.toNanos(time))) && tryLock();
        }

        @Override
        public Condition newCondition() {
            throw new UnsupportedOperationException("conditions of a lock are not simulated");
        }
    }

    /** Replaces {@link java.util.concurrent.locks.ReentrantReadWriteLock.ReadLock}. */
    public static final class ReadSide extends Side {

        ReadSide(SharedLock lock) {
            super(lock);
        }

        @Override
        boolean isFree(Thread me) {
            return lock.writer == null || lock.writer == me;
        }

        @Override
        void take(Thread me) {
            lock.readers.merge(me, 1, Integer::sum);
        }

        @Override
        public void unlock() {
            lock.readers.computeIfPresent(Thread.currentThread(), (me, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Replaces {@link java.util.concurrent.locks.ReentrantReadWriteLock.WriteLock}. */
    public static final class WriteSide extends Side {

        WriteSide(SharedLock lock) {
            super(lock);
        }

        @Override
        boolean isFree(Thread me) {
            return lock.writer == me || lock.writer == null && !lock.othersRead(me);
        }

        @Override
        void take(Thread me) {
            lock.writer = me;
            lock.writes++;
        }

        @Override
        public void unlock() {
            if (lock.writer == Thread.currentThread() && --lock.writes == 0) {
                lock.writer = null;
            }
        }
    }
}
