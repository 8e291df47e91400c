// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Replaces {@link java.util.concurrent.Executors}. */
public final class Pools {

    private Pools() {}

    public static ExecutorService newSingleThreadExecutor() {
        return newFixedThreadPool(1);
    }

    public static ExecutorService newSingleThreadExecutor(ThreadFactory factory) {
        return newFixedThreadPool(1, factory);
    }

    public static ExecutorService newFixedThreadPool(int threads) {
        return newFixedThreadPool(threads, ScheduledThread::new);
    }

    public static ExecutorService newFixedThreadPool(int threads, ThreadFactory factory) {
        return new ThreadPool(threads, threads, 0, TimeUnit.SECONDS, new BlockingList<>(), factory);
    }

    public static ExecutorService newCachedThreadPool() {
        return newFixedThreadPool(Integer.MAX_VALUE);
    }

    public static ExecutorService newCachedThreadPool(ThreadFactory factory) {
        return newFixedThreadPool(Integer.MAX_VALUE, factory);
    }

    public static ScheduledExecutorService newSingleThreadScheduledExecutor() {
        return new TimerPool(1);
    }

    public static ScheduledExecutorService newSingleThreadScheduledExecutor(ThreadFactory factory) {
        return new TimerPool(1, factory);
    }
}
