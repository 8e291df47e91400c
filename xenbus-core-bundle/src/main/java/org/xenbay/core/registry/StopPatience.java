// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the devices of a backend that stops. A test decides when the time is over. */
@FunctionalInterface
public interface StopPatience {

    /** Waits by the clock. */
    StopPatience CLOCK = (devices, time) -> {
        try {
            devices.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    };

    /**
     * Waits until all devices are done or the time is over. An interrupt ends the wait and stays noted in the thread.
     *
     * @param devices completed when all devices are done
     * @param time bounds the wait
     * @return whether all devices are done
     */
    boolean await(CompletableFuture<Void> devices, Duration time);
}
