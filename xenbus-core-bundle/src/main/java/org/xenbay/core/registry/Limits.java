// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.time.Duration;

/**
 * The core's limits, from configuration.
 *
 * @param deviceThreads threads that devices' tasks run on, while none of them is blocked
 * @param hostThreads threads for work that blocks, not counting those that are blocked
 * @param hostQueue pieces of such work of one device that may wait
 * @param closeTimeout how long a frontend has to let go
 * @param handoverTimeout how long a parked device waits for a new backend
 * @param parkTimeout time for which a change of the code is put off at most because a device's host is slow
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

    /** What serves a host well. */
    public static final Limits DEFAULT = new Limits(
            Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
            8,
            64,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            0);
}
