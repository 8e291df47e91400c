// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.time.Duration;

/**
 * The core's limits, from configuration.
 *
 * @param deviceThreads threads that devices' tasks run on, while none of them is blocked
 * @param hostThreads threads for work that blocks, not counting those that are blocked
 * @param hostQueue most tasks of that kind that may wait for one device
 * @param closeTimeout how long a frontend has time to close
 * @param handoverTimeout how long a parked device waits for a new backend
 * @param parkTimeout longest time that a replacement of the code is postponed because a device's host is slow
 * @param debugLevel debug level of a device that appears
 */
public record Limits(
        int deviceThreads,
        int hostThreads,
        int hostQueue,
        Duration closeTimeout,
        Duration handoverTimeout,
        Duration parkTimeout,
        int debugLevel) {

    /** Defaults that suit most hosts. */
    public static final Limits DEFAULT = new Limits(
            Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
            8,
            64,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            0);
}
