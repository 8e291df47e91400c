package org.xenbay.core.registry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.xenbay.core.device.DeviceActor;

/**
 * Waits for a good moment to replace the code of devices, on the thread of whoever replaces it. First, while all are served, for
 * those whose host is slow: a sync that takes seconds, for example. Then, while nothing new is taken from guests, for what is
 * under way to end. Both waits are bounded, as no guest's storage may keep the code from being replaced; a device that is
 * held up longer cannot hand over, and only that one is closed.
 */
final class RightMoment {

    private static final Logger LOG = System.getLogger(RightMoment.class.getName());
    private static final Duration REST = Duration.ofSeconds(5);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Duration patience;

    /** @param patience how long a slow host is waited for */
    RightMoment(Duration patience) {
        this.patience = patience;
    }

    void await(Collection<DeviceActor> devices) {
        List<DeviceActor> heldUp =
                await(devices, patience, device -> device.isHeldUp().thenApply(is -> !is));
        if (!heldUp.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    ids(heldUp) + " had something under way on the host for " + patience.toSeconds()
                            + " s and cannot be handed over");
        }
        List<DeviceActor> others = new ArrayList<>(devices);
        others.removeAll(heldUp);
        List<DeviceActor> restless = await(others, REST, DeviceActor::comesToRest);
        if (!restless.isEmpty()) {
            LOG.log(Level.WARNING, ids(restless) + " did not come to rest and cannot be handed over");
        }
    }

    private static List<String> ids(List<DeviceActor> devices) {
        return devices.stream().map(device -> device.id().toString()).toList();
    }

    /** @return those that are not ready when the time is over */
    private static List<DeviceActor> await(
            Collection<DeviceActor> devices,
            Duration time,
            Function<DeviceActor, CompletableFuture<Boolean>> readiness) {
        long end = System.nanoTime() + time.toNanos();
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

    /** A device that fails to say so is not waited for. */
    private static boolean isReady(CompletableFuture<Boolean> answer, long end) {
        try {
            return answer.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException busy) {
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
