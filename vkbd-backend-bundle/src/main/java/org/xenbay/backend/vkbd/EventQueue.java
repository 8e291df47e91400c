package org.xenbay.backend.vkbd;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a guest is to be told and has no room for yet. Changes (keys, buttons, fingers down and up) keep their order;
 * motion that follows motion becomes one with it, so there is at most one motion between two changes, and as changes are
 * bounded, all is.
 */
final class EventQueue {

    /** Most changes kept: more than a guest that is merely slow ever leaves. */
    static final int MOST_CHANGES = 1024;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private int changes;
    private long merged;

    /** @return whether there was room; when not, nothing was added */
    boolean add(Entry entry) {
        Entry last = entries.peekLast();
        if (entry instanceof Entry.Move now
                && last instanceof Entry.Move before
                && now.absolute() == before.absolute()) {
            replaceLast(before.then(now));
        } else if (isMotion(entry) && isMotion(last)) {
            replaceLast(((Entry.Touches) last).then((Entry.Touches) entry));
        } else if (isChange(entry) && changes == MOST_CHANGES) {
            return false;
        } else {
            entries.add(entry);
            changes += isChange(entry) ? 1 : 0;
        }
        return true;
    }

    private void replaceLast(Entry entry) {
        entries.removeLast();
        entries.add(entry);
        merged++;
    }

    private static boolean isMotion(Entry entry) {
        return entry instanceof Entry.Touches touches && touches.isMotion();
    }

    private static boolean isChange(Entry entry) {
        return !(entry instanceof Entry.Move) && !isMotion(entry);
    }

    /** @return the next, or null */
    Entry poll() {
        Entry next = entries.poll();
        changes -= next != null && isChange(next) ? 1 : 0;
        return next;
    }

    /** Removes all, as what is to be told of them has to be worked out anew. */
    Iterable<Entry> takeAll() {
        Deque<Entry> all = new ArrayDeque<>(entries);
        clear();
        return all;
    }

    void clear() {
        entries.clear();
        changes = 0;
    }

    int size() {
        return entries.size();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** @return motions that became one with the one before */
    long merged() {
        return merged;
    }
}
