// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

/**
 * The time that this process has run for: when it was stopped for a while, or its machine was, no call has taken longer by that.
 * On one thread.
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
     * @return the same without what the process was stopped for
     */
    long at(long now) {
        time += Math.min(now - last, longest);
        last = now;
        return time;
    }
}
