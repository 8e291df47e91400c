// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.host.ServiceManager;

/**
 * Gives a service manager signs of life at a third of its deadline, while the parts work that all guests depend on: the timers,
 * which call this class, the device threads, and the thread that delivers events. Each of them is the core's or the hypervisor's
 * own, and only a restart mends it.
 *
 * <p>Nothing else counts. A guest, a backend's code that does not return, and a xenstored that does not answer are no reason to
 * end a process: the next one would have the same guest, backend and xenstored, and all guests would wait for its start. Where
 * every device thread is held the probe cannot run either, and a silent xenstored alone can cause that on a host with very many
 * devices; the watchdog is answered then (docs/adr/0061).
 *
 * <p>A part is looked at twice, a second apart, before an answer is withheld: when a process that was paused goes on, its timers
 * may be faster than its other threads.
 */
public final class Watchdog {

    /** Until a part is looked at again that did not work, and until the first look. */
    static final long SOON_MILLIS = 1000;

    /** Signs of life in one deadline, as one of them may be late. */
    private static final int ANSWERS = 3;

    /** The look that withholds the answer. */
    private static final int PATIENCE = 2;

    private static final Logger LOG = System.getLogger(Watchdog.class.getName());

    private final Parts parts;
    private final Later later;
    private final LongSupplier clock;

    @GuardedBy("this")
    private @Nullable ServiceManager manager;

    @GuardedBy("this")
    private long deadline;

    /** The number of the manager, which tells looks of an earlier one. */
    @GuardedBy("this")
    private int round;

    /** Set when the device threads have run the last probe. */
    @GuardedBy("this")
    private AtomicBoolean probe = new AtomicBoolean();

    @GuardedBy("this")
    private long answered;

    /** Looks without an answer since the last one. */
    @GuardedBy("this")
    private int misses;

    /**
     * What has to work.
     *
     * @param deviceThreads run a task
     * @param allHeld whether none of the device threads is free, and no more can be made
     * @param events whether a thread delivers the events of all guests
     */
    public record Parts(Consumer<Runnable> deviceThreads, BooleanSupplier allHeld, BooleanSupplier events) {}

    /** Runs a task later, on the core's timer. */
    @FunctionalInterface
    public interface Later {

        /**
         * @param look the task
         * @param millis from now
         * @throws RejectedExecutionException when the timer has ended
         */
        void run(Runnable look, long millis);
    }

    /**
     * @param parts what has to work
     * @param later the core's timer
     * @param clock nanoseconds since any moment
     */
    public Watchdog(Parts parts, Later later, LongSupplier clock) {
        this.parts = parts;
        this.later = later;
        this.clock = clock;
    }

    /** @param arrived takes the place of an earlier one; it gets signs of life if it wants them */
    public void begin(ServiceManager arrived) {
        Duration wanted = arrived.watchdog().orElse(null);
        int mine;
        synchronized (this) {
            mine = ++round;
            manager = wanted == null ? null : arrived;
            if (wanted == null) {
                return;
            }
            deadline = wanted.toNanos();
            answered = clock.getAsLong();
            misses = 0;
            post();
        }
        LOG.log(
                Level.INFO,
                "the service manager ends this process after " + seconds(wanted.toNanos()) + " without a sign of life");
        schedule(mine, true);
    }

    /**
     * A manager leaves, for a short time as a rule: the bundle with its service is updated. It gets a last sign of life, so that
     * the whole deadline remains until its successor gets one.
     *
     * @param left no effect when another one has taken its place
     */
    public synchronized void end(ServiceManager left) {
        if (manager == left) {
            if (missing().isEmpty()) {
                left.alive();
            }
            manager = null;
            round++;
        }
    }

    private void look(int mine) {
        try {
            String fault = answer(mine);
            if (!fault.isEmpty()) {
                LOG.log(Level.ERROR, fault);
                ThreadDump.lines().forEach(line -> LOG.log(Level.ERROR, line));
            }
        } catch (RejectedExecutionException ended) {
            LOG.log(Level.DEBUG, "the core ends, and its signs of life");
        } catch (Throwable failed) { // such as no memory for the dump: the next look may succeed
            LOG.log(Level.ERROR, "one look at the parts of the core failed; the next one follows", failed);
        }
        schedule(mine, false);
    }

    private void schedule(int mine, boolean first) {
        long millis;
        synchronized (this) {
            if (mine != round || manager == null) {
                return;
            }
            long third = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline / ANSWERS));
            millis = first || misses > 0 ? Math.min(third, SOON_MILLIS) : third;
        }
        try {
            later.run(() -> look(mine), millis);
        } catch (RejectedExecutionException ended) {
            LOG.log(Level.DEBUG, "the core ends, and its signs of life");
        }
    }

    /** @return what is to be logged of the answer that is withheld; empty for nothing */
    private synchronized String answer(int mine) {
        ServiceManager waiting = manager;
        if (mine != round || waiting == null) {
            return "";
        }
        String missing = missing();
        if (!missing.isEmpty()) {
            misses++;
            return misses == PATIENCE
                    ? "no sign of life for the service manager: " + missing + "; " + whenItEnds()
                    : "";
        }
        waiting.alive();
        if (misses >= PATIENCE) {
            LOG.log(
                    Level.INFO,
                    "the core works again after " + seconds(clock.getAsLong() - answered)
                            + ", and the service manager gets signs of life");
        }
        misses = 0;
        answered = clock.getAsLong();
        if (probe.get()) {
            post();
        }
        return "";
    }

    /** @return parts that do not work; empty when all of them do */
    @GuardedBy("this")
    private String missing() {
        List<String> missing = new ArrayList<>();
        if (!probe.get() && !parts.allHeld().getAsBoolean()) {
            long nanos = clock.getAsLong() - answered;
            missing.add("the device threads have not run a task of " + seconds(nanos) + " ago");
        }
        if (!parts.events().getAsBoolean()) {
            missing.add("no thread delivers events");
        }
        return String.join(", and ", missing);
    }

    @GuardedBy("this")
    private String whenItEnds() {
        long left = answered + deadline - clock.getAsLong();
        return left > 0
                ? "in " + seconds(left) + " it ends this process if that does not change"
                : "it ends this process now";
    }

    @GuardedBy("this")
    private void post() {
        AtomicBoolean posted = new AtomicBoolean();
        parts.deviceThreads().accept(() -> posted.set(true));
        probe = posted;
    }

    /** Rounded up: what is left of a second is not nothing. */
    private static String seconds(long nanos) {
        long second = TimeUnit.SECONDS.toNanos(1);
        return (nanos + second - 1) / second + " s";
    }
}
