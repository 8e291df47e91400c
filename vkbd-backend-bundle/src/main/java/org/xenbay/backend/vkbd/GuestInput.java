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
 * <p>It keeps both the reported and the actual state ({@link ReportedState}; {@link HeldKeys}, {@link Contacts}). When the ring
 * and the queue are full, the queue is dropped, and the guest gets the difference: releases of keys and fingers that are not
 * down any more, and the pointer's position. No key therefore ever stays down.
 */
final class GuestInput {

    private static final String NOT_CONNECTED = "it is not connected";

    private final Runnable wake;
    private final HeldKeys held = new HeldKeys();

    @GuardedBy("this")
    private final EventDelivery delivery;

    /** Null while the guest takes no input. */
    @GuardedBy("this")
    private @Nullable GuestInputState state;

    /**
     * @param wake called, from any thread, when there are events to flush
     * @param memory the guest's allowance
     */
    GuestInput(Runnable wake, Allowance memory) {
        this.wake = wake;
        this.delivery = new EventDelivery(memory);
    }

    /** A guest starts to take input. No key is down, and its pointer's position is unknown. */
    synchronized void open(Features offered, Mode asked, boolean keysWithoutPointer) {
        close();
        state = GuestInputState.of(new AcceptedFeatures(offered, asked, keysWithoutPointer));
    }

    /** Sends events to this ring from now on; queued events follow at the next turn. */
    synchronized void attach(GuestRing to) {
        delivery.attach(to);
    }

    /** Stops using the ring. */
    synchronized void detach() {
        delivery.detach();
    }

    /** The guest requests another mode: queued events of the old mode are replaced. */
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
        delivery.clear();
        held.clear();
    }

    /**
     * Takes a frame of events.
     *
     * @param holder the source; keys and fingers that are down belong to it
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
        if (!delivery.isAttached()) {
            return false;
        }
        try {
            delivery.flush();
            return delivery.isIdle();
        } catch (CorruptRingException corrupt) {
            // The device's turn gets the same failure and ends the connection.
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
        if (tell && !(repetition && delivery.isBehind())) {
            add(to, new Entry.Key(code, pressed));
        }
    }

    synchronized boolean isCapsLocked() {
        return state != null && delivery.isCapsLocked();
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
        if (!delivery.add(entry)) {
            resynchronise(to);
        }
    }

    /** Replaces the queue by the difference between the reported and the actual state. */
    @GuardedBy("this")
    private void resynchronise(GuestInputState to) {
        Pointer pointer = to.pointer();
        pointer.tellAgain();
        for (Entry entry : delivery.takeQueued()) {
            if (entry instanceof Entry.Move move) {
                pointer.turn(move.up());
                if (!move.absolute() && !to.accepted().asked().absolute()) {
                    pointer.move(move.x(), move.y());
                }
            }
        }
        delivery.reconcile(held, to.contacts()).forEach(delivery::addSurely);
        pointer.take().ifPresent(delivery::addSurely);
    }

    /** A source is assigned to another guest: releases its keys and fingers. */
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
     * Moves queued events to the ring, as far as it has room, and signals the guest once; no effect without a ring.
     *
     * @throws CorruptRingException when the guest's index is out of range
     */
    synchronized void flush() {
        delivery.flush();
    }

    /**
     * @param next notes which keys and fingers are down; set before the first event
     * @param releases releases of keys and fingers that were down when the earlier process was killed
     */
    synchronized void keep(ReportedStateJournal next, List<byte[]> releases) {
        delivery.keep(next, releases);
    }

    /** @return whether the guest has room for everything so far */
    synchronized boolean isIdle() {
        return delivery.isIdle();
    }

    @GuardedBy("this")
    private GuestInputState state() {
        if (state == null) {
            throw new IllegalStateException(NOT_CONNECTED);
        }
        return state;
    }

    /**
     * @return the kinds of input that the guest takes, in words
     * @throws IllegalStateException when it takes no input
     */
    synchronized List<String> takes() {
        return state().accepted().words();
    }

    /**
     * Hands over events that the guest has not got yet, followed by releases of all keys and fingers that are down. Takes no
     * more input.
     *
     * @throws IllegalStateException when it took none
     */
    synchronized ParkedInput park() {
        ParkedInput parked = delivery.park(state().pointer().state());
        close();
        return parked;
    }

    /**
     * Continues where a predecessor stopped.
     *
     * @throws IllegalStateException when it takes no input
     */
    synchronized void restore(ParkedInput parked) {
        state().pointer().restore(parked.pointer());
        delivery.restore(parked);
    }

    synchronized Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        delivery.describe(details);
        details.put("keys held", Integer.toString(held.count()));
        return details;
    }
}
