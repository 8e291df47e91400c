// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.core.device.Calls.Call;

/**
 * Finds calls of one device into its backend's code that take too long, and names each once in the log, with its stack. It
 * samples the calls from time to time, so that a call costs no more than an increment of its number. {@link #look} on one
 * thread; other methods on any.
 */
final class CallWatch {

    private static final String OWN = CallWatch.class.getPackageName() + ".";
    private static final int MAX_FRAMES = 16;

    private static final Logger LOG = System.getLogger(CallWatch.class.getName());

    /** A sequence of calls, of which at most one is under way. */
    interface Watched {

        /** @return the call that is under way, if there is one. From any thread. */
        @Nullable
        Call underWay();
    }

    /**
     * A call that takes too long.
     *
     * @param calls the sequence that it belongs to
     * @param call the call
     * @param time how long it has been under way
     */
    record OverdueCall(Watched calls, Call call, Duration time) {

        @Override
        public String toString() {
            return "its backend has been in " + call.what() + " for " + time.toSeconds() + " s";
        }
    }

    private final DeviceId id;
    private final Duration notice;
    private @Nullable Sighting first;
    private volatile @Nullable OverdueCall late;

    /** The first look that saw a call. */
    private record Sighting(Watched calls, long number, long since) {

        boolean isOf(Watched others, Call call) {
            return calls == others && number == call.number();
        }
    }

    /**
     * @param id of the device
     * @param notice when a call takes too long
     */
    CallWatch(DeviceId id, Duration notice) {
        this.id = id;
        this.notice = notice;
    }

    /**
     * @param now in nanoseconds
     * @param current the device's calls
     * @param code the code that they call, in words
     * @return the call that takes too long, if there is one
     */
    Optional<OverdueCall> look(long now, Watched current, String code) {
        Call call = current.underWay();
        if (call == null) {
            first = null;
            late = null;
            return Optional.empty();
        }
        Sighting seen = first;
        if (seen == null || !seen.isOf(current, call)) {
            seen = new Sighting(current, call.number(), now);
            first = seen;
            late = null;
        }
        Duration time = Duration.ofNanos(now - seen.since());
        return time.compareTo(notice) < 0
                ? Optional.empty()
                : Optional.of(note(new OverdueCall(current, call, time), code));
    }

    private OverdueCall note(OverdueCall overdue, String code) {
        boolean isKnown = late != null;
        late = overdue;
        if (!isKnown) {
            tell(overdue, code);
        }
        return overdue;
    }

    /** The stack in one line, from the innermost frame to the first one of the core. */
    private static String stack(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .takeWhile(frame -> !frame.getClassName().startsWith(OWN))
                .limit(MAX_FRAMES)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                        + frame.getLineNumber() + ")")
                .collect(Collectors.joining(" < "));
    }

    private void tell(OverdueCall seen, String code) {
        Thread thread = seen.call().thread();
        String stack = stack(thread);
        if (seen.calls().underWay() != null) {
            LOG.log(
                    Level.WARNING,
                    id + ": " + code + " has been in " + seen.call().what() + " for "
                            + seen.time().toSeconds() + " s; other devices are served by other threads; thread "
                            + thread.getName() + " is in " + stack);
        }
    }

    /** @return the call that took too long at the last sample, if it is still under way */
    Optional<OverdueCall> late() {
        OverdueCall seen = late;
        if (seen == null) {
            return Optional.empty();
        }
        Call now = seen.calls().underWay();
        return now != null && now.number() == seen.call().number() ? Optional.of(seen) : Optional.empty();
    }
}
