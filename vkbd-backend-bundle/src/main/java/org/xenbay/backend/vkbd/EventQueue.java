// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a guest is to be told and has no room for yet. Changes (keys, buttons, fingers down and up) keep their order;
 * motion that follows motion becomes one with it, so there is at most one motion between two changes, and as changes are
 * bounded, all is: by their number, and by the guest's part of the memory.
 */
final class EventQueue {

    /** Most changes kept: more than a guest that is merely slow ever leaves. */
    static final int MAX_CHANGES = 1024;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final QueueMemory memory;
    private int changes;
    private long merged;

    EventQueue(QueueMemory memory) {
        this.memory = memory;
    }

    /** @return whether there was room; when not, nothing was added */
    boolean add(Entry entry) {
        Entry last = entries.peekLast();
        if (entry instanceof Entry.Move now
                && last instanceof Entry.Move before
                && now.absolute() == before.absolute()) {
            replaceLast(before.then(now));
        } else if (isMotion(entry) && isMotion(last)) {
            replaceLast(((Entry.Touches) last).then((Entry.Touches) entry));
        } else if (isChange(entry) && changes == MAX_CHANGES || !memory.tryTake(entry.cost())) {
            return false;
        } else {
            append(entry);
        }
        return true;
    }

    /** Adds what the guest has to be told: it is not refused. Once for each key and finger, after {@link #takeAll}. */
    void addSurely(Entry entry) {
        memory.take(entry.cost());
        append(entry);
    }

    private void append(Entry entry) {
        entries.add(entry);
        changes += isChange(entry) ? 1 : 0;
    }

    /** Motion of a few fingers at most, so that a little more of it is not refused. */
    private void replaceLast(Entry entry) {
        memory.give(entries.removeLast().cost());
        memory.take(entry.cost());
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
        if (next != null) {
            memory.give(next.cost());
            changes -= isChange(next) ? 1 : 0;
        }
        return next;
    }

    /** Removes all, as what is to be told of them has to be worked out anew. */
    Iterable<Entry> takeAll() {
        Deque<Entry> all = new ArrayDeque<>(entries);
        clear();
        return all;
    }

    void clear() {
        entries.forEach(entry -> memory.give(entry.cost()));
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
