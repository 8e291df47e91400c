// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How far a work is: a bar in one line of a terminal, which is drawn again and again; elsewhere a line now and then. From any thread. */
public final class ProgressLine {
    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();
    private static final long REDRAW = Duration.ofMillis(200).toNanos();
    private static final long NEXT_LINE = Duration.ofSeconds(10).toNanos();
    private static final int BAR = 20;
    private static final int PERCENT = 100;
    private static final long MINUTES_FROM = 120;
    private static final String ERASE = "\u001b[K";

    private final PrintStream out;
    private final int columns;
    private final LongSupplier nanos;

    @GuardedBy("this")
    private String what = "";

    @GuardedBy("this")
    private long begun;

    @GuardedBy("this")
    private long next;

    @GuardedBy("this")
    private boolean drawn;

    /**
     * @param out where it is shown
     * @param columns the terminal's width; 0 when it is not a terminal
     * @param nanos the time, as {@link System#nanoTime}
     */
    public ProgressLine(PrintStream out, int columns, LongSupplier nanos) {
        this.out = out;
        this.columns = columns;
        this.nanos = nanos;
    }

    /**
     * @param work another one than before begins anew
     * @param done how much of it is done
     * @param all how much there is to do; 0 when that is unknown
     */
    public synchronized void show(String work, long done, long all) {
        long now = nanos.getAsLong();
        if (!work.equals(what)) {
            what = work;
            begun = now;
            next = now + PATIENCE;
        }
        if (now - next < 0) {
            return;
        }
        String how = how(Math.min(done, all), all, now - begun);
        if (columns > 0) {
            out.print("\r" + line(work, how, bar(done, all)) + ERASE);
            drawn = true;
            next = now + REDRAW;
        } else {
            out.println(work + ": " + how);
            next = now + NEXT_LINE;
        }
        out.flush();
    }

    /** Takes the bar away, so that other output begins in an empty line. */
    public synchronized void clear() {
        if (drawn) {
            out.print("\r" + ERASE);
            out.flush();
            drawn = false;
        }
    }

    /** Cuts the name of the work where the terminal is too narrow: a line that is wrapped could not be drawn over. */
    private String line(String work, String how, String bar) {
        int room = Math.max(0, columns - 1 - how.length() - bar.length() - 2);
        String name = Text.width(work) > room ? work.substring(0, Math.min(work.length(), room)) : work;
        String line = name + (bar.isEmpty() ? ": " : " " + bar + " ") + how;
        return line.substring(0, Math.min(line.length(), columns - 1));
    }

    private static String bar(long done, long all) {
        if (all <= 0) {
            return "";
        }
        int full = (int) (BAR * Math.min(done, all) / all);
        return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
    }

    private static String how(long done, long all, long elapsed) {
        if (all <= 0) {
            return time(elapsed);
        }
        String percent = PERCENT * done / all + " %";
        return done <= 0 || done >= all
                ? percent
                : percent + ", " + time((long) (elapsed * ((double) (all - done) / done))) + " left";
    }

    private static String time(long nanos) {
        Duration time = Duration.ofNanos(nanos);
        return time.toSeconds() < MINUTES_FROM ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }
}
