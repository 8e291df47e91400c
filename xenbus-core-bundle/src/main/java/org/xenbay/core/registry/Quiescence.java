// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.xenbay.core.device.DeviceActor;

/**
 * Waits until all devices can be parked at once, so that their code can be replaced. Runs on the thread that replaces the code.
 * While a device's host is slow, for example in a sync that takes seconds, all devices are served as before. Otherwise the
 * devices take no new requests for a short time. If requests under way do not end in that time, all devices are served again,
 * and the attempt is repeated. The wait is bounded, because a guest's slow storage must not prevent the replacement: a device
 * whose host is slow for longer cannot hand over, and only that device is closed.
 */
final class Quiescence {

    private static final Logger LOG = System.getLogger(Quiescence.class.getName());

    /** How long guests wait during one attempt. */
    private static final Duration BRIEF = Duration.ofMillis(500);

    /** The last attempt may take longer. It quiesces the devices first that were not ready before. */
    private static final Duration LAST = Duration.ofSeconds(5);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Duration timeout;

    /** @param timeout longest wait for a slow host */
    Quiescence(Duration timeout) {
        this.timeout = timeout;
    }

    void await(Collection<DeviceActor> devices) {
        long end = System.nanoTime() + timeout.toNanos();
        // Devices that were not ready before are quiesced first, while the others are served.
        Set<DeviceActor> slow = ConcurrentHashMap.newKeySet();
        while (System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) {
            await(devices, end, device -> device.isHostSlow().thenApply(is -> !noted(is, device, slow)));
            List<DeviceActor> busy = quiesce(devices, slow, BRIEF);
            if (busy.isEmpty()) {
                return;
            }
            slow.addAll(busy);
            devices.forEach(DeviceActor::unquiesce);
        }
        List<DeviceActor> never = new ArrayList<>(quiesce(slow, LAST));
        never.addAll(quiesce(without(devices, slow), LAST));
        if (!never.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    ids(never) + " cannot be handed over: the host was slow for them for " + timeout.toSeconds()
                            + " s");
        }
    }

    private static List<DeviceActor> without(Collection<DeviceActor> devices, Collection<DeviceActor> some) {
        return devices.stream().filter(device -> !some.contains(device)).toList();
    }

    private static boolean noted(boolean hostSlow, DeviceActor device, Set<DeviceActor> slow) {
        if (hostSlow) {
            slow.add(device);
        }
        return hostSlow;
    }

    /** @return devices that still have requests under way; while one of the first group has, the others are not quiesced */
    private static List<DeviceActor> quiesce(
            Collection<DeviceActor> devices, Collection<DeviceActor> first, Duration time) {
        List<DeviceActor> busy = quiesce(first, time);
        return busy.isEmpty() ? quiesce(without(devices, first), time) : busy;
    }

    /** @return devices that still have requests under way */
    private static List<DeviceActor> quiesce(Collection<DeviceActor> devices, Duration time) {
        return await(devices, System.nanoTime() + time.toNanos(), DeviceActor::quiesce);
    }

    private static List<String> ids(List<DeviceActor> devices) {
        return devices.stream().map(device -> device.id().toString()).toList();
    }

    /** @return devices that are not ready at the end of the time */
    private static List<DeviceActor> await(
            Collection<DeviceActor> devices, long end, Function<DeviceActor, CompletableFuture<Boolean>> readiness) {
        List<DeviceActor> left = new ArrayList<>(devices);
        while (true) {
            List<CompletableFuture<Boolean>> answers =
                    left.stream().map(readiness).toList();
            List<DeviceActor> unready = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                if (!isReady(answers.get(i), end)) {
                    unready.add(left.get(i));
                }
            }
            left = unready;
            if (left.isEmpty()
                    || System.nanoTime() - end >= 0
                    || Thread.currentThread().isInterrupted()) {
                return left;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Counts a device whose answer is an exception as ready. */
    private static boolean isReady(CompletableFuture<Boolean> answer, long end) {
        try {
            return answer.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException failed) {
            LOG.log(Level.WARNING, "a device does not say whether its code can be replaced", failed.getCause());
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
