// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.thread;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads of bundles. Each thread has a name, by which an operator finds it in a thread dump. No thread keeps the process
 * alive; the component that started a thread ends it. From any thread.
 */
public final class DaemonThreads {

    private DaemonThreads() {}

    /**
     * @param name the thread's name
     * @param task what it does
     * @return a thread that is not started yet, for a task that needs a reference to its thread
     */
    public static Thread of(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * @param name the thread's name
     * @param task what it does
     * @return a thread that runs
     * @throws OutOfMemoryError when the host gives no thread
     */
    public static Thread start(String name, Runnable task) {
        Thread thread = of(name, task);
        thread.start();
        return thread;
    }

    /**
     * @param name the name of each thread, for an executor that has one at a time
     * @return makes threads
     */
    public static ThreadFactory named(String name) {
        return task -> of(name, task);
    }

    /**
     * @param name the beginning of each thread's name; a hyphen and a number follow, from 1
     * @return makes threads
     */
    public static ThreadFactory numbered(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> of(name + "-" + number.incrementAndGet(), task);
    }
}
