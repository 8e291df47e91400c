// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Replaces {@link java.util.concurrent.ScheduledThreadPoolExecutor}, with one thread. */
public class TimerPool extends ThreadPool implements ScheduledExecutorService {

    private final TreeSet<Timer<?>> timers = new TreeSet<>();
    private long numbers;
    private boolean keepsDelayed = true;

    public TimerPool(int threads) {
        this(threads, ScheduledThread::new);
    }

    public TimerPool(int threads, ThreadFactory factory) {
        super(1, 1, 0, TimeUnit.SECONDS, new BlockingList<>(), factory);
    }

    public void setRemoveOnCancelPolicy(boolean value) {
        // always the case here
    }

    public void setExecuteExistingDelayedTasksAfterShutdownPolicy(boolean value) {
        keepsDelayed = value;
    }

    @Override
    public void execute(Runnable task) {
        schedule(task, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return add(new Timer<>(task, Hooks.end(unit.toNanos(delay)), 0));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return add(new Timer<>(task, Hooks.end(unit.toNanos(delay))));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
        return scheduleWithFixedDelay(task, first, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        return add(new Timer<>(task, Hooks.end(unit.toNanos(first)), unit.toNanos(delay)));
    }

    private <V> Timer<V> add(Timer<V> timer) {
        Hooks.step();
        if (isShutdown) {
            throw new RejectedExecutionException("it has ended");
        }
        timers.add(timer);
        if (workers.isEmpty()) {
            startWorker();
        }
        return timer;
    }

    @Override
    @Nullable
    Runnable next() {
        ScheduledThread me = Carrier.scheduled();
        while (true) {
            me.scheduler.step(me);
            me.clearInterrupted();
            Timer<?> first = timers.isEmpty() ? null : timers.first();
            if (first != null && first.at <= me.scheduler.now()) {
                timers.remove(first);
                return first;
            }
            if (isShutdown && first == null) {
                return null;
            }
            me.await(
                    () -> isShutdown && timers.isEmpty() || !timers.isEmpty() && timers.first() != first,
                    first == null ? ScheduledThread.NEVER : first.at,
                    false);
        }
    }

    @Override
    public void shutdown() {
        super.shutdown();
        timers.removeIf(timer -> !keepsDelayed || timer.period > 0);
    }

    @Override
    public List<Runnable> shutdownNow() {
        super.shutdown();
        List<Runnable> left = List.copyOf(timers);
        timers.clear();
        List.copyOf(workers).forEach(Hooks::interrupt);
        return left;
    }

    private final class Timer<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final long number = numbers++;
        private final long period;
        private long at;

        Timer(Runnable task, long at, long period) {
            super(task, null);
            this.at = at;
            this.period = period;
        }

        Timer(Callable<V> task, long at) {
            super(task);
            this.at = at;
            this.period = 0;
        }

        @Override
        public void run() {
            if (period == 0) {
                super.run();
            } else if (runAndReset() && !isShutdown) {
                at = Hooks.end(period);
                timers.add(this);
            }
        }

        @Override
        public boolean cancel(boolean whileRunning) {
            Hooks.step();
            timers.remove(this);
            return super.cancel(false);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - Carrier.scheduled().scheduler.now(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Timer<?> timer = (Timer<?>) other;
            return at == timer.at ? Long.compare(number, timer.number) : Long.compare(at, timer.at);
        }
    }
}
