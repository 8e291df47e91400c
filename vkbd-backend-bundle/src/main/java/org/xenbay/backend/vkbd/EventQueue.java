// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Events that the guest's ring has no room for yet. Changes (keys, buttons, fingers down and up) keep their order; consecutive
 * motions are merged, so that there is at most one motion between two changes. Changes are bounded by their number and by the
 * guest's allowance of memory.
 */
final class EventQueue {

    /** Most queued changes: more than a guest that is only slow accumulates. */
    static final int MAX_CHANGES = 1024;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final QueueMemory memory;
    private int changes;
    private long merged;

    EventQueue(QueueMemory memory) {
        this.memory = memory;
    }

    /** @return whether there was room; otherwise nothing was added */
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

    /** Adds an entry that must not be refused. At most once for each key and finger, after {@link #takeAll}. */
    void addSurely(Entry entry) {
        memory.take(entry.cost());
        append(entry);
    }

    private void append(Entry entry) {
        entries.add(entry);
        changes += isChange(entry) ? 1 : 0;
    }

    /** Replaces a motion. Its memory is not refused, because it is a motion of a few fingers at most. */
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

    /** Removes all entries, for the caller to replace them. */
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

    /** @return number of motions that were merged with an earlier one */
    long merged() {
        return merged;
    }
}
