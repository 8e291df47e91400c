// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.io.PrintStream;
import java.lang.StackWalker.StackFrame;
import org.jspecify.annotations.Nullable;

/** The switches of a run. */
public final class Trace {

    private static final long PRIME = 0x100000001B3L;

    /** Where more than the hash is needed. */
    private final @Nullable PrintStream out;

    private long hash = 0xCBF29CE484222325L;

    private Trace(@Nullable PrintStream out) {
        this.out = out;
    }

    /** @return a trace with a hash only */
    public static Trace hashed() {
        return new Trace(null);
    }

    /**
     * @param out receives a line for each switch: step, time in nanoseconds, the thread that ran, its position, and the next
     *     thread
     * @return a trace with the same hash
     */
    public static Trace printed(PrintStream out) {
        return new Trace(out);
    }

    void passed(long step, long now, Thread from, Thread next) {
        mix(step);
        mix(now);
        mix(next.getName().hashCode());
        if (out != null) {
            out.println(step + " " + now + " " + from.getName() + " at " + place() + " -> " + next.getName());
        }
    }

    private void mix(long value) {
        hash = (hash ^ value) * PRIME;
        hash ^= hash >>> 29;
    }

    private static String place() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> frame.getClassName().startsWith("org.xenbay")
                                && !frame.getClassName().startsWith(Trace.class.getPackageName()))
                        .findFirst()
                        .map(StackFrame::toString)
                        .orElse("its end"));
    }

    long hash() {
        return hash;
    }
}
