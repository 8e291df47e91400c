// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.screen.Area;
import org.xenbay.vnc.encoding.PixelFormat;

/** What one viewer has asked for, as its painter finds it. A viewer that is slow to take gets fewer updates, and none waits. */
final class Requests {

    /** Least time between two updates, however often a viewer asks. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Most messages that wait; then the viewer's own messages wait. */
    private static final int MAX_MESSAGES = ViewerFields.MAX_MESSAGES;

    /** Most updates without requests that the viewer has not acknowledged. */
    private static final int MAX_UNANSWERED = 2;

    private static final int END_OF_CONTINUOUS_UPDATES = 150;

    @GuardedBy("this")
    private List<byte[]> messages = new ArrayList<>();

    /** How many messages the painter is sending. */
    @GuardedBy("this")
    private int underWay;

    @GuardedBy("this")
    private PixelFormat format = PixelFormat.SERVER;

    @GuardedBy("this")
    private Abilities abilities = Abilities.NONE;

    @GuardedBy("this")
    private @Nullable Area refresh;

    @GuardedBy("this")
    private boolean asked;

    @GuardedBy("this")
    private boolean changed;

    @GuardedBy("this")
    private boolean refused;

    @GuardedBy("this")
    private boolean continuous;

    @GuardedBy("this")
    private int unanswered;

    @GuardedBy("this")
    private boolean toldFences;

    @GuardedBy("this")
    private boolean toldContinuous;

    @GuardedBy("this")
    private long notBefore = System.nanoTime();

    @GuardedBy("this")
    private boolean ended;

    @GuardedBy("this")
    private ViewerNotes notes = ViewerNotes.NONE;

    /**
     * What is to be done now.
     *
     * @param messages to be sent first
     * @param mayUpdate whether an update may follow
     * @param asked whether the viewer has asked for it
     * @param refresh what the viewer wants anew
     * @param refused whether the viewer wants to hear that it cannot set the size
     */
    record Turn(
            List<byte[]> messages,
            boolean mayUpdate,
            boolean asked,
            @Nullable Area refresh,
            boolean refused,
            PixelFormat format,
            Abilities abilities) {}

    /**
     * Begins, or continues after a predecessor.
     *
     * @param state of the viewer
     * @param to gets each change from now on
     */
    synchronized void begin(ViewerState state, ViewerNotes to) {
        notes = to;
        format = state.format();
        abilities = state.abilities();
        messages = new ArrayList<>(state.messages());
        asked = state.is(Fact.ASKED);
        refused = state.is(Fact.REFUSED);
        continuous = state.is(Fact.CONTINUOUS);
        toldFences = state.is(Fact.TOLD_FENCES);
        toldContinuous = state.is(Fact.TOLD_CONTINUOUS);
        changed();
    }

    synchronized void format(PixelFormat now) {
        notes.format(now);
        format = now;
        changed();
    }

    synchronized void abilities(Abilities now) throws IOException, InterruptedException {
        notes.abilities(now);
        abilities = now;
        if (now.fences() && !toldFences) {
            send(Fence.OFFER);
            toldFences = true;
            notes.set(Fact.TOLD_FENCES, true);
        }
        if (now.continuous() && !toldContinuous) {
            send(new byte[] {(byte) END_OF_CONTINUOUS_UPDATES});
            toldContinuous = true;
            notes.set(Fact.TOLD_CONTINUOUS, true);
        }
        changed();
    }

    /** @param area what the viewer has not any more; null when it has all */
    synchronized void update(@Nullable Area area) {
        asked = true;
        notes.set(Fact.ASKED, true);
        refresh = union(refresh, area);
        notifyAll();
    }

    private static @Nullable Area union(@Nullable Area one, @Nullable Area other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        int x = Math.min(one.x(), other.x());
        int y = Math.min(one.y(), other.y());
        int right = Math.max(one.x() + one.width(), other.x() + other.width());
        int bottom = Math.max(one.y() + one.height(), other.y() + other.height());
        return new Area(x, y, right - x, bottom - y);
    }

    /** The viewer wants updates without requests, or not any more. */
    synchronized void continuous(boolean now) throws IOException, InterruptedException {
        continuous = now;
        unanswered = 0;
        notes.set(Fact.CONTINUOUS, now);
        if (!now) {
            send(new byte[] {(byte) END_OF_CONTINUOUS_UPDATES});
        }
        notifyAll();
    }

    synchronized void fence(Fence fence) throws IOException, InterruptedException {
        if (fence.isRequest()) {
            send(fence.answer());
        } else if (fence.isOfUpdate() && unanswered > 0) {
            unanswered--;
            notifyAll();
        }
    }

    /** The viewer wants another size. */
    synchronized void refuseSize() {
        refused = true;
        notes.set(Fact.REFUSED, true);
        changed();
    }

    private synchronized void send(byte[] message) throws IOException, InterruptedException {
        while (messages.size() + underWay >= MAX_MESSAGES && !ended) {
            wait();
        }
        if (messages.size() + underWay >= MAX_MESSAGES) {
            throw new EOFException("the viewer's painter has ended");
        }
        notes.queued(message);
        messages.add(message);
        notifyAll();
    }

    /** There may be something new to show. */
    synchronized void changed() {
        changed = true;
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** @return what is to be done, as soon as there is something; null at the end */
    synchronized @Nullable Turn next() throws InterruptedException {
        while (!ended) {
            boolean wanted =
                    (asked || continuous) && unanswered < MAX_UNANSWERED && (changed || refused || refresh != null);
            long pause = notBefore - System.nanoTime();
            if (!messages.isEmpty() || wanted && pause <= 0) {
                return turn(wanted && pause <= 0);
            }
            if (wanted) {
                TimeUnit.NANOSECONDS.timedWait(this, pause);
            } else {
                wait();
            }
        }
        return null;
    }

    private synchronized Turn turn(boolean mayUpdate) {
        Turn turn = new Turn(messages, mayUpdate, asked, refresh, refused, format, abilities);
        messages = new ArrayList<>();
        underWay = turn.messages.size();
        if (mayUpdate) {
            asked = false;
            changed = false;
            refused = false;
            refresh = null;
        }
        notifyAll();
        return turn;
    }

    /**
     * A turn that allowed an update has ended.
     *
     * @param updated whether an update was sent
     * @return whether the viewer is to acknowledge it
     */
    synchronized boolean painted(Turn turn, boolean updated) {
        notBefore = System.nanoTime() + PAUSE_NANOS;
        asked |= turn.asked && !updated;
        if (updated && continuous && abilities.fences()) {
            unanswered++;
            return true;
        }
        return false;
    }

    /** All that the last turn has made was sent. Until now a successor would have made the same once more. */
    synchronized void done() {
        notes.set(Fact.ASKED, asked);
        notes.set(Fact.REFUSED, refused);
        notes.sent(underWay);
        underWay = 0;
        notifyAll();
    }
}
