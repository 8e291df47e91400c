package org.xenbay.backend.vkbd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.KeyNames;
import org.xenbay.backend.vkbd.Entry.Touch;

/**
 * One guest's keyboard, pointer and touch screen. Frames come from any thread and are put into the queue at once; the
 * device's executor moves the queue to the ring ({@link #flush}).
 *
 * <p>It knows what the guest has been told ({@code told…}) beside what is so ({@code held}, {@code contacts}). When a
 * guest leaves its ring full until the queue is full too, what is queued is dropped, and the guest is told the
 * difference: keys and fingers it believes down that are not, and where the pointer is. So no key ever stays down.
 */
final class GuestInput {

    private static final int UNKNOWN_KEY = 240;
    private static final int FIRST_FURTHER_KEY = 0x160;
    private static final int LAST_FURTHER_KEY = 0x2FE;

    private final Runnable wake;
    private final EventQueue queue = new EventQueue();
    /** Events of an entry that has left the queue. */
    private final Deque<byte[]> leaving = new ArrayDeque<>();

    private final HeldKeys held = new HeldKeys();
    private final BitSet toldKeys = new BitSet();
    private final BitSet toldContacts = new BitSet();

    /** Null where nothing outlasts this process. */
    private ToldMemory memory;

    private boolean open;
    private boolean keyboard;
    private boolean buttons;
    private Features features;
    private Mode mode;
    private Pointer pointer;
    private Contacts contacts;
    private boolean behind;
    private long sent;
    private long dropped;

    /** @param wake called, from any thread, when there is something to flush */
    GuestInput(Runnable wake) {
        this.wake = wake;
    }

    /** A guest has connected; nothing is down, and nothing is known of its pointer. */
    synchronized void open(Features offered, Mode asked, boolean keysWithoutPointer) {
        close();
        features = offered;
        keyboard = offered.keyboard() && (offered.pointer() || keysWithoutPointer);
        buttons = offered.pointer();
        ask(asked);
        open = true;
    }

    private void ask(Mode asked) {
        mode = asked;
        pointer = new Pointer(features, asked);
        contacts = new Contacts(features);
    }

    /** The guest asks for something else: what was queued for the old kind is worked out anew. */
    synchronized void change(Mode asked) {
        if (open && !asked.equals(mode)) {
            ask(asked);
            resynchronise();
        }
        wake.run();
    }

    /** The guest has gone: there is nobody to be told anything. */
    synchronized void close() {
        open = false;
        queue.clear();
        leaving.clear();
        held.clear();
        toldKeys.clear();
        toldContacts.clear();
        behind = false;
    }

    /**
     * Something happened.
     *
     * @param holder who tells; what it holds down is its own
     */
    void frame(Object holder, List<InputEvent> events) {
        synchronized (this) {
            if (!open) {
                return;
            }
            events.forEach(this::point);
            pointer.take().filter(move -> features.pointer()).ifPresent(queue::add);
            List<Touch> touches = new ArrayList<>();
            for (InputEvent event : events) {
                if (event instanceof InputEvent.Key key) {
                    press(holder, key.code(), key.pressed());
                } else if (mode.touch()) {
                    contacts.translate(holder, event).ifPresent(touches::add);
                }
            }
            touch(touches);
        }
        wake.run();
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
        if (!takes(code)) {
            return;
        }
        boolean repetition = pressed && held.isDown(code);
        boolean tell = pressed ? held.press(holder, code) : held.release(holder, code);
        if (tell && !(repetition && behind)) {
            add(new Entry.Key(code, pressed));
        }
    }

    /** Codes that Linux's driver would complain of, or worse, do not leave. */
    private boolean takes(int code) {
        if (code >= KeyNames.BUTTON_LEFT && code <= KeyNames.BUTTON_TASK) {
            return buttons;
        }
        return keyboard && (code < UNKNOWN_KEY || code >= FIRST_FURTHER_KEY && code <= LAST_FURTHER_KEY);
    }

    /** @return why the guest cannot be told such a thing; empty when it can */
    synchronized Optional<String> refusal(InputEvent event) {
        if (!open) {
            return Optional.of("it is not connected");
        }
        if (event instanceof InputEvent.Key key) {
            return takes(key.code()) ? Optional.empty() : Optional.of("it takes no key " + KeyNames.name(key.code()));
        }
        if (event instanceof InputEvent.Motion
                || event instanceof InputEvent.Position
                || event instanceof InputEvent.Wheel) {
            return features.pointer() ? Optional.empty() : Optional.of("its pointer is disabled");
        }
        return mode.touch() ? Optional.empty() : Optional.of("it has no touch screen");
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

    /** Drops what is queued, and queues instead what the guest believes and is not so. */
    private void resynchronise() {
        pointer.tellAgain();
        for (Entry entry : queue.takeAll()) {
            if (entry instanceof Entry.Move move) {
                pointer.turn(move.up());
                if (!move.absolute() && !mode.absolute()) {
                    pointer.move(move.x(), move.y());
                }
            }
        }
        toldKeys.stream().filter(code -> !held.isDown(code)).forEach(code -> queue.add(new Entry.Key(code, false)));
        held.keepOnly(toldKeys);
        List<Touch> lifted = toldContacts.stream()
                .filter(id -> !contacts.isDown(id))
                .mapToObj(id -> new Touch(Touch.Kind.UP, id, 0, 0))
                .toList();
        contacts.keepOnly(toldContacts);
        if (!lifted.isEmpty()) {
            queue.add(new Entry.Touches(lifted));
        }
        pointer.take().ifPresent(queue::add);
    }

    /** A source is not this guest's any more: what it held is released. */
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

    /** Nobody holds anything any more. */
    synchronized void releaseAll() {
        List<Integer> codes = held.all();
        held.clear();
        codes.forEach(code -> add(new Entry.Key(code, false)));
        touch(contacts.releaseAll());
    }

    /**
     * Moves what is queued to the ring, as far as it has room.
     *
     * @return whether there is something for the guest to be shown ({@link GuestRing#publish})
     */
    synchronized boolean flush(GuestRing ring) {
        boolean moved = false;
        behind = false;
        while (next() != null) {
            if (!ring.put(leaving.peek())) {
                behind = true;
                return moved;
            }
            leaving.remove();
            sent++;
            moved = true;
        }
        return moved;
    }

    private byte[] next() {
        if (leaving.isEmpty()) {
            Entry entry = queue.poll();
            if (entry != null) {
                note(entry);
                leaving.addAll(entry.events());
            }
        }
        return leaving.peek();
    }

    private void note(Entry entry) {
        if (entry instanceof Entry.Key key) {
            toldKeys.set(key.code(), key.pressed());
            if (memory != null && key.pressed()) {
                memory.pressing(key.code());
            }
        } else if (entry instanceof Entry.Touches touches) {
            for (Touch touch : touches.touches()) {
                if (touch.kind() == Touch.Kind.DOWN || touch.kind() == Touch.Kind.UP) {
                    toldContacts.set(touch.id(), touch.kind() == Touch.Kind.DOWN);
                    if (memory != null && touch.kind() == Touch.Kind.DOWN) {
                        memory.touching(touch.id());
                    }
                }
            }
        }
    }

    /** The guest has been shown all that was put into the ring. */
    synchronized void shown() {
        if (memory != null && leaving.isEmpty()) {
            memory.shown(toldKeys, toldContacts);
        }
    }

    /**
     * @param outlasting takes note of what is down; before anything is told
     * @param releases what a killed process has left down
     */
    synchronized void keep(ToldMemory outlasting, List<byte[]> releases) {
        memory = outlasting;
        leaving.addAll(releases);
    }

    /** @return whether the guest has room for everything so far */
    synchronized boolean isIdle() {
        return leaving.isEmpty() && queue.isEmpty();
    }

    synchronized List<String> takes(boolean keysWithoutPointer) {
        return features.takes(mode, keysWithoutPointer);
    }

    /** Gives what a successor is to tell the guest, and that everything is released. Nothing is taken any more. */
    synchronized ParkedInput park() {
        List<byte[]> events = new ArrayList<>(leaving);
        for (Entry entry : queue.takeAll()) {
            note(entry);
            events.addAll(entry.events());
        }
        toldKeys.stream().forEach(code -> events.add(KbdPage.key(code, false)));
        if (!toldContacts.isEmpty()) {
            toldContacts.stream().forEach(id -> events.add(KbdPage.touchUp(id)));
            events.add(KbdPage.touchSync());
        }
        ParkedInput parked = new ParkedInput(events, pointer.state(), sent, dropped, List.of());
        close();
        return parked;
    }

    /** Goes on where a predecessor stopped. */
    synchronized void restore(ParkedInput parked) {
        leaving.addAll(parked.events());
        pointer.restore(parked.pointer());
        sent = parked.sent();
        dropped = parked.dropped();
    }

    synchronized Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("events sent", Long.toString(sent));
        details.put("waiting", (queue.size() + leaving.size()) + (behind ? ", the guest's ring is full" : ""));
        details.put("motions merged", Long.toString(queue.merged()));
        details.put("dropped", Long.toString(dropped));
        details.put("keys held", Integer.toString(held.count()));
        return details;
    }
}
