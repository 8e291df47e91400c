// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.xenbay.core.device.DeviceActor;
import org.xenbay.core.machine.Event;

/**
 * Tells devices that their backend or the core stops, and waits until its handlers are closed. The wait is bounded: an
 * operator who stops a bundle does not wait for code that does not return.
 */
final class HandlerShutdown {

    /** Bounds the wait for the core's own work, without a handler. */
    private static final Duration CORE = Duration.ofSeconds(10);

    private static final Logger LOG = System.getLogger(HandlerShutdown.class.getName());

    /** Factor of the wait for calls that are not known to be late. */
    private static final int LONGEST = 3;

    /** Pause between two looks for late calls. */
    private static final int SLICES = 10;

    private final StopPatience patience;
    private final long begun = System.nanoTime();
    private final Map<DeviceActor, CompletableFuture<Void>> devices = new LinkedHashMap<>();

    /**
     * @param all the devices
     * @param event happens to each
     * @param patience waits for the devices
     */
    HandlerShutdown(Collection<DeviceActor> all, Event event, StopPatience patience) {
        this.patience = patience;
        all.forEach(device -> devices.put(device, device.postAndTell(event)));
    }

    /** Waits for devices whose calls are still running; names in the log those that are not done in time. */
    void await(Duration timeout) {
        if (!patience.await(all(), timeout.multipliedBy(LONGEST))) {
            name(left());
        }
    }

    /**
     * Waits, then takes devices from the code that stops.
     *
     * @param timeout for calls that are known to take too long; other calls, which may be many, get a longer time
     */
    void awaitOrGiveUp(Duration timeout) {
        boolean done = patience.await(all(), timeout);
        for (int i = 0; i < SLICES && !done && !Thread.currentThread().isInterrupted(); i++) {
            giveUp(left().stream().filter(DeviceActor::isStuck).toList());
            done = patience.await(all(), timeout.multipliedBy(LONGEST - 1).dividedBy(SLICES));
        }
        if (!done && !Thread.currentThread().isInterrupted()) {
            giveUp(left());
            if (!StopPatience.CLOCK.await(all(), CORE)) {
                LOG.log(Level.ERROR, "devices that were given up are not taken from their backend yet");
            }
        }
    }

    private List<DeviceActor> left() {
        return devices.entrySet().stream()
                .filter(device -> !device.getValue().isDone())
                .map(Entry::getKey)
                .toList();
    }

    private void giveUp(List<DeviceActor> late) {
        if (!late.isEmpty()) {
            name(late);
            late.forEach(device -> devices.put(device, device.giveUp(seconds() + " s")));
        }
    }

    private void name(List<DeviceActor> late) {
        String names = late.stream()
                .map(device -> device.id() + " (" + device.underWay() + ")")
                .collect(Collectors.joining(", "));
        LOG.log(Level.ERROR, names + " was not done within " + seconds() + " s");
    }

    private long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    }

    private CompletableFuture<Void> all() {
        return CompletableFuture.allOf(devices.values().toArray(CompletableFuture[]::new));
    }
}
