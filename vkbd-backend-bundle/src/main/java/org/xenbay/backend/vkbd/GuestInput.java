// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.backend.vkbd.Entry.Touch;

/**
 * One guest's keyboard, pointer and touch screen. Frames come from any thread and are queued at once. A frame with a key
 * flushes the queue to the ring on that thread; motion waits for the device's turn, so that motions are merged.
 *
 * <p>It keeps both the reported and the actual state ({@code reported}; {@code held}, {@code contacts}). When the ring and
 * the queue are full, the queue is dropped, and the guest is told the difference: releases of keys and fingers that are not
 * down any more, and the pointer's position. So no key ever stays down.
 */
final class GuestInput {

    private static final String NOT_CONNECTED = "it is not connected";

    private final Runnable wake;
    private final EventQueue queue;
    private final OutgoingEvents outgoing;
    private final HeldKeys held = new HeldKeys();
    private final ReportedState reported = new ReportedState();

    /** Null while the guest is not connected. */
    @GuardedBy("this")
    private @Nullable GuestRing ring;

    /** Null while the guest takes no input. */
    @GuardedBy("this")
    private @Nullable GuestInputState state;

    @GuardedBy("this")
    private boolean behind;

    @GuardedBy("this")
    private long dropped;

    /**
     * @param wake called, from any thread, when there is something to flush
     * @param memory the guest's part
     */
    GuestInput(Runnable wake, Allowance memory) {
        this.wake = wake;
        QueueMemory queued = new QueueMemory(memory);
        this.queue = new EventQueue(queued);
        this.outgoing = new OutgoingEvents(queued);
    }

    /** A guest begins to take input; nothing is down, and its pointer's position is not known. */
    synchronized void open(Features offered, Mode asked, boolean keysWithoutPointer) {
        close();
        state = GuestInputState.of(new AcceptedFeatures(offered, asked, keysWithoutPointer));
    }

    /** Sends events to this ring from now on; queued events follow at the next turn. */
    synchronized void attach(GuestRing to) {
        ring = to;
    }

    /** From now on the ring is not touched any more. */
    synchronized void detach() {
        ring = null;
    }

    /** The guest asks for another mode: queued events of the old mode are replaced. */
    synchronized void change(Mode asked) {
        AcceptedFeatures before = state == null ? null : state.accepted();
        if (before != null && !asked.equals(before.asked())) {
            GuestInputState now =
                    GuestInputState.of(new AcceptedFeatures(before.offered(), asked, before.keysWithoutPointer()));
            state = now;
            resynchronise(now);
        }
        wake.run();
    }

    /** The guest has gone: forgets all. */
    synchronized void close() {
        state = null;
        ring = null;
        queue.clear();
        outgoing.clear();
        held.clear();
        reported.clear();
        behind = false;
    }

    /**
     * Takes a frame of events.
     *
     * @param holder the source; keys and fingers that it holds down are its own
     */
    void frame(Object holder, List<InputEvent> events) {
        synchronized (this) {
            GuestInputState to = state;
            if (to == null) {
                return;
            }
            boolean urgent = false;
            events.forEach(to::point);
            Optional<Entry.Move> moved = to.pointer().take();
            if (moved.isPresent() && to.accepted().pointer()) {
                add(to, moved.get());
            }
            List<Touch> touches = new ArrayList<>();
            for (InputEvent event : events) {
                if (event instanceof InputEvent.Key key) {
                    press(to, holder, key.code(), key.pressed());
                    urgent = true;
                } else if (to.accepted().touch()) {
                    to.contacts().translate(holder, event).ifPresent(touches::add);
                }
            }
            touch(to, touches);
            if (urgent && isToldAtOnce()) {
                return;
            }
        }
        wake.run();
    }

    /** Flushes on the source's thread: keys do not wait for the device's turn. */
    @GuardedBy("this")
    private boolean isToldAtOnce() {
        if (ring == null) {
            return false;
        }
        try {
            flush();
            return isIdle();
        } catch (CorruptRingException corrupt) {
            // The device's turn finds the same and ends the connection.
            return false;
        }
    }

    @GuardedBy("this")
    private void press(GuestInputState to, Object holder, int code, boolean pressed) {
        if (!to.accepted().key(code)) {
            return;
        }
        boolean repetition = pressed && held.isDown(code);
        boolean tell = pressed ? held.press(holder, code) : held.release(holder, code);
        if (tell && !(repetition && behind)) {
            add(to, new Entry.Key(code, pressed));
        }
    }

    synchronized boolean isCapsLocked() {
        return state != null && reported.isCapsLocked();
    }

    /** @return why the guest does not take such an event; empty when it does */
    synchronized Optional<String> refusal(InputEvent event) {
        return state == null ? Optional.of(NOT_CONNECTED) : state.accepted().refusal(event);
    }

    @GuardedBy("this")
    private void touch(GuestInputState to, List<Touch> touches) {
        if (!touches.isEmpty()) {
            add(to, new Entry.Touches(List.copyOf(touches)));
        }
    }

    @GuardedBy("this")
    private void add(GuestInputState to, Entry entry) {
        if (!queue.add(entry)) {
            dropped += queue.size();
            resynchronise(to);
        }
    }

    /** Replaces the queue by the difference between the reported and the actual state. */
    private void resynchronise(GuestInputState to) {
        Pointer pointer = to.pointer();
        pointer.tellAgain();
        for (Entry entry : queue.takeAll()) {
            if (entry instanceof Entry.Move move) {
                pointer.turn(move.up());
                if (!move.absolute() && !to.accepted().asked().absolute()) {
                    pointer.move(move.x(), move.y());
                }
            }
        }
        reported.reconcile(held, to.contacts()).forEach(queue::addSurely);
        pointer.take().ifPresent(queue::addSurely);
    }

    /** A source goes to another guest: releases what it holds. */
    void release(Object holder) {
        synchronized (this) {
            GuestInputState to = state;
            if (to == null) {
                return;
            }
            for (int code : held.heldBy(holder)) {
                press(to, holder, code, false);
            }
            touch(to, to.contacts().release(holder));
        }
        wake.run();
    }

    /** Releases all keys and fingers. */
    synchronized void releaseAll() {
        GuestInputState to = state;
        if (to == null) {
            return;
        }
        List<Integer> codes = held.all();
        held.clear();
        for (int code : codes) {
            add(to, new Entry.Key(code, false));
        }
        touch(to, to.contacts().releaseAll());
    }

    /**
     * Moves queued events to the ring, as far as it has room, and signals the guest once; without effect without a ring.
     *
     * @throws CorruptRingException when the guest's index is out of range
     */
    synchronized void flush() {
        GuestRing to = ring;
        if (to == null) {
            return;
        }
        behind = false;
        boolean moved = false;
        while (!behind && hasNext()) {
            behind = !outgoing.put(to);
            moved |= !behind;
        }
        if (moved) {
            to.publish();
            if (outgoing.isEmpty()) {
                reported.shown();
            }
        }
    }

    private boolean hasNext() {
        if (outgoing.isEmpty()) {
            Entry entry = queue.poll();
            if (entry != null) {
                reported.note(entry);
                outgoing.add(entry.events());
            }
        }
        return !outgoing.isEmpty();
    }

    /**
     * @param next notes what is down; set before the first event
     * @param releases releases of keys and fingers that a killed process has left down
     */
    synchronized void keep(ReportedStateJournal next, List<byte[]> releases) {
        reported.keep(next);
        outgoing.add(releases);
    }

    /** @return whether the guest has room for everything so far */
    synchronized boolean isIdle() {
        return outgoing.isEmpty() && queue.isEmpty();
    }

    @GuardedBy("this")
    private GuestInputState state() {
        if (state == null) {
            throw new IllegalStateException(NOT_CONNECTED);
        }
        return state;
    }

    /**
     * @return what the guest takes, in words
     * @throws IllegalStateException when it takes no input
     */
    synchronized List<String> takes() {
        return state().accepted().words();
    }

    /**
     * Hands over events that the guest has not got yet, followed by releases of all that is down. Takes no more input.
     *
     * @throws IllegalStateException when it took none
     */
    synchronized ParkedInput park() {
        int[] place = state().pointer().state();
        List<byte[]> events = outgoing.list();
        for (Entry entry : queue.takeAll()) {
            reported.note(entry);
            events.addAll(entry.events());
        }
        reported.releases().forEach(release -> events.addAll(release.events()));
        ParkedInput parked = new ParkedInput(events, place, outgoing.sent(), dropped, List.of());
        close();
        return parked;
    }

    /**
     * Continues where a predecessor stopped.
     *
     * @throws IllegalStateException when it takes no input
     */
    synchronized void restore(ParkedInput parked) {
        outgoing.add(parked.events());
        state().pointer().restore(parked.pointer());
        outgoing.setSent(parked.sent());
        dropped = parked.dropped();
    }

    synchronized Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("events sent", Long.toString(outgoing.sent()));
        details.put("waiting", (queue.size() + outgoing.size()) + (behind ? ", the guest's ring is full" : ""));
        details.put("motions merged", Long.toString(queue.merged()));
        details.put("dropped", Long.toString(dropped));
        details.put("keys held", Integer.toString(held.count()));
        return details;
    }
}
