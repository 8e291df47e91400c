// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

/**
 * The time that this process has run: time for which the process or its machine was stopped does not count for a call. On
 * one thread.
 */
final class RunningTime {

    private final long longest;
    private long last;
    private long time;

    /**
     * @param now by {@link System#nanoTime}
     * @param longest time between two looks, in nanoseconds, while the process runs
     */
    RunningTime(long now, long longest) {
        this.last = now;
        this.time = now;
        this.longest = longest;
    }

    /**
     * @param now by {@link System#nanoTime}
     * @return the time without that for which the process was stopped
     */
    long at(long now) {
        time += Math.min(now - last, longest);
        last = now;
        return time;
    }
}
