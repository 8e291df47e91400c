// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final Runnable wake;
    private final EventQueue queue;
    private final OutgoingEvents outgoing;
    private final HeldKeys held = new HeldKeys();
    private final ReportedState reported = new ReportedState();

    /** Null while the guest is not connected. */
    private GuestRing ring;

    private boolean open;
    private AcceptedFeatures accepted;
    private Pointer pointer;
    private Contacts contacts;
    private boolean behind;
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
        take(new AcceptedFeatures(offered, asked, keysWithoutPointer));
        open = true;
    }

    private void take(AcceptedFeatures now) {
        accepted = now;
        pointer = new Pointer(now.offered(), now.asked());
        contacts = new Contacts(now.offered());
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
        if (open && !asked.equals(accepted.asked())) {
            take(new AcceptedFeatures(accepted.offered(), asked, accepted.keysWithoutPointer()));
            resynchronise();
        }
        wake.run();
    }

    /** The guest has gone: forgets all. */
    synchronized void close() {
        open = false;
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
            if (!open) {
                return;
            }
            boolean urgent = false;
            events.forEach(this::point);
            pointer.take().filter(move -> accepted.pointer()).ifPresent(this::add);
            List<Touch> touches = new ArrayList<>();
            for (InputEvent event : events) {
                if (event instanceof InputEvent.Key key) {
                    press(holder, key.code(), key.pressed());
                    urgent = true;
                } else if (accepted.touch()) {
                    contacts.translate(holder, event).ifPresent(touches::add);
                }
            }
            touch(touches);
            if (urgent && isToldAtOnce()) {
                return;
            }
        }
        wake.run();
    }

    /** Flushes on the source's thread: keys do not wait for the device's turn. */
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

    private void point(InputEvent event) {
        if (event instanceof InputEvent.Motion motion) {
            pointer.move(motion.dx(), motion.dy());
        } else if (event instanceof InputEvent.Position position) {
            pointer.place(position.at());
        } else if (event instanceof InputEvent.Wheel wheel) {
            pointer.turn(wheel.up());
        }
    }

    private void press(Object holder, int code, boolean pressed) {
        if (!accepted.key(code)) {
            return;
        }
        boolean repetition = pressed && held.isDown(code);
        boolean tell = pressed ? held.press(holder, code) : held.release(holder, code);
        if (tell && !(repetition && behind)) {
            add(new Entry.Key(code, pressed));
        }
    }

    synchronized boolean isCapsLocked() {
        return open && reported.isCapsLocked();
    }

    /** @return why the guest does not take such an event; empty when it does */
    synchronized Optional<String> refusal(InputEvent event) {
        return open ? accepted.refusal(event) : Optional.of("it is not connected");
    }

    private void touch(List<Touch> touches) {
        if (!touches.isEmpty()) {
            add(new Entry.Touches(List.copyOf(touches)));
        }
    }

    private void add(Entry entry) {
        if (!queue.add(entry)) {
            dropped += queue.size();
            resynchronise();
        }
    }

    /** Replaces the queue by the difference between the reported and the actual state. */
    private void resynchronise() {
        pointer.tellAgain();
        for (Entry entry : queue.takeAll()) {
            if (entry instanceof Entry.Move move) {
                pointer.turn(move.up());
                if (!move.absolute() && !accepted.asked().absolute()) {
                    pointer.move(move.x(), move.y());
                }
            }
        }
        reported.reconcile(held, contacts).forEach(queue::addSurely);
        pointer.take().ifPresent(queue::addSurely);
    }

    /** A source goes to another guest: releases what it holds. */
    void release(Object holder) {
        synchronized (this) {
            if (!open) {
                return;
            }
            held.heldBy(holder).forEach(code -> press(holder, code, false));
            touch(contacts.release(holder));
        }
        wake.run();
    }

    /** Releases all keys and fingers. */
    synchronized void releaseAll() {
        List<Integer> codes = held.all();
        held.clear();
        codes.forEach(code -> add(new Entry.Key(code, false)));
        touch(contacts.releaseAll());
    }

    /**
     * Moves queued events to the ring, as far as it has room, and signals the guest once.
     *
     * @throws CorruptRingException when the guest's index is out of range
     */
    synchronized void flush() {
        behind = false;
        boolean moved = false;
        while (!behind && hasNext()) {
            behind = !outgoing.put(ring);
            moved |= !behind;
        }
        if (moved) {
            ring.publish();
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

    /** @return what the guest takes, in words */
    synchronized List<String> takes() {
        return accepted.words();
    }

    /** Hands over events that the guest has not got yet, followed by releases of all that is down. Takes no more input. */
    synchronized ParkedInput park() {
        List<byte[]> events = outgoing.list();
        for (Entry entry : queue.takeAll()) {
            reported.note(entry);
            events.addAll(entry.events());
        }
        reported.releases().forEach(release -> events.addAll(release.events()));
        ParkedInput parked = new ParkedInput(events, pointer.state(), outgoing.sent(), dropped, List.of());
        close();
        return parked;
    }

    /** Continues where a predecessor stopped. */
    synchronized void restore(ParkedInput parked) {
        outgoing.add(parked.events());
        pointer.restore(parked.pointer());
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
