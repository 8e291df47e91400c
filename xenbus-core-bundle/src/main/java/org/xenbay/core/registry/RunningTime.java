// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

/**
 * The time that this process has run. While the process or its machine is stopped, this time does not advance, so that a pause
 * is not counted as the duration of a call. On one thread.
 */
final class RunningTime {

    private final long longest;
    private long last;
    private long time;

    /**
     * @param now by {@link System#nanoTime}
     * @param longest time between two calls of {@link #at}, in nanoseconds, while the process runs
     */
    RunningTime(long now, long longest) {
        this.last = now;
        this.time = now;
        this.longest = longest;
    }

    /**
     * @param now by {@link System#nanoTime}
     * @return the time without the pauses
     */
    long at(long now) {
        time += Math.min(now - last, longest);
        last = now;
        return time;
    }
}
