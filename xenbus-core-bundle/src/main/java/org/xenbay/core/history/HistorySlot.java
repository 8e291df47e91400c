// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.history;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.journal.JournalMemory;
import org.xenbay.api.management.HistoryView;
import org.xenbay.core.device.CoreHistory;

/** Memory for the history of one device, which is in use or free. From any thread. */
final class HistorySlot {

    private static final int MILLIS = 1000;

    private final JournalMemory memory;
    private final LongSupplier clock;

    /** Numbers of the last entries. */
    @GuardedBy("this")
    private long notes;

    @GuardedBy("this")
    private long requests;

    /** Where the next notes go, in their rings. */
    @GuardedBy("this")
    private int nextState;

    @GuardedBy("this")
    private int nextOther;

    /** Which device's history the memory holds: writers for an earlier device keep nothing any more. */
    @GuardedBy("this")
    private int owner;

    /** Set when another object may write the same memory. */
    @GuardedBy("this")
    private boolean closed;

    /**
     * @param bytes {@link Layout#SIZE}, direct; with an earlier content, or zeros
     * @param clock the time, in milliseconds since 1970
     */
    HistorySlot(ByteBuffer bytes, LongSupplier clock) {
        this.memory = new JournalMemory(bytes, () -> {});
        this.clock = clock;
        if (memory.wide(Layout.MAGIC_AT) != Layout.MAGIC) {
            memory.commit(Layout.STATE_AT, Layout.FREE); // of another version, or of nobody
        }
        this.notes = last(Layout.Note.AT, Layout.Note.COUNT, Layout.Note.SIZE);
        this.requests = last(Layout.Request.AT, Layout.Request.COUNT, Layout.Request.SIZE);
        this.nextState = next(0, Layout.Note.STATE_COUNT);
        this.nextOther = next(Layout.Note.STATE_COUNT, Layout.Note.OTHER_COUNT);
        if (notes > Layout.MAX_SEQUENCE || requests > Layout.MAX_SEQUENCE) {
            memory.commit(Layout.STATE_AT, Layout.FREE); // damaged
        }
    }

    private long last(int at, int count, int size) {
        long last = 0;
        for (int i = 0; i < count; i++) {
            last = Math.max(last, memory.wide(at + i * size));
        }
        return last;
    }

    /** @return the place in a ring of notes behind the one that was written last */
    private int next(int first, int count) {
        int newest = count - 1;
        for (int i = 0; i < count; i++) {
            if (sequence(first + i) > sequence(first + newest)) {
                newest = i;
            }
        }
        return (newest + 1) % count;
    }

    private long sequence(int note) {
        return memory.wide(Layout.Note.AT + note * Layout.Note.SIZE);
    }

    /** @return the device whose history it holds; empty when it is free, or damaged */
    synchronized Optional<DeviceId> device() {
        if (memory.number(Layout.STATE_AT) == Layout.FREE) {
            return Optional.empty();
        }
        try {
            return Optional.of(DeviceId.parse(memory.text(Layout.ID_AT, Layout.MAX_ID)));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** @return when its device was gone, in milliseconds since 1970; {@link Long#MAX_VALUE} while it is there */
    synchronized long endedAt() {
        return memory.number(Layout.STATE_AT) == Layout.ENDED ? memory.wide(Layout.ENDED_AT) : Long.MAX_VALUE;
    }

    /** Its device is gone. Does nothing when that is known already. */
    synchronized void end() {
        if (memory.number(Layout.STATE_AT) == Layout.LIVE) {
            memory.wide(Layout.ENDED_AT, clock.getAsLong());
            memory.commit(Layout.STATE_AT, Layout.ENDED);
        }
    }

    /**
     * Drops what it holds, and begins the history of a device.
     *
     * @param id at most {@link Layout#MAX_ID} letters
     */
    synchronized void begin(DeviceId id) {
        memory.commit(Layout.STATE_AT, Layout.FREE);
        owner++;
        for (int at = Layout.ENDED_AT; at < Layout.SIZE; at += Long.BYTES) {
            memory.wide(at, 0);
        }
        notes = 0;
        requests = 0;
        nextState = 0;
        nextOther = 0;
        memory.wide(Layout.MAGIC_AT, Layout.MAGIC);
        memory.commitText(Layout.ID_AT, Layout.MAX_ID, id.toString());
        memory.commit(Layout.STATE_AT, Layout.LIVE);
    }

    /** @return records what happens to the device that it holds, which is there again if it was gone; until it holds another one */
    synchronized CoreHistory open() {
        memory.commit(Layout.STATE_AT, Layout.LIVE);
        return new Writer(owner);
    }

    /** Its writers keep nothing any more: another object may write the memory. */
    synchronized void close() {
        closed = true;
    }

    /** @return what it holds */
    synchronized Optional<HistoryView> view() {
        return device().map(id -> new SlotReader(memory).read(id));
    }

    private synchronized void record(int of, HistoryView.Kind kind, byte states, String text) {
        if (of != owner || closed) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, Layout.Note.MAX_PARTS * Layout.Note.MAX_TEXT);
        int parts = Math.max(1, (length + Layout.Note.MAX_TEXT - 1) / Layout.Note.MAX_TEXT);
        long time = clock.getAsLong();
        for (int part = 0; part < parts; part++) {
            notes++;
            int at = Layout.Note.AT + place(kind) * Layout.Note.SIZE;
            int from = part * Layout.Note.MAX_TEXT;
            int size = Math.min(Layout.Note.MAX_TEXT, length - from);
            memory.commitWide(at + Layout.Note.SEQUENCE, 0);
            memory.wide(at + Layout.Note.TIME, time);
            memory.bytes().put(at + Layout.Note.KIND, (byte) kind.ordinal());
            memory.bytes().put(at + Layout.Note.STATES, states);
            memory.bytes().putShort(at + Layout.Note.PART, (short) part);
            memory.bytes().putShort(at + Layout.Note.PARTS, (short) parts);
            memory.bytes().putShort(at + Layout.Note.LENGTH, (short) size);
            memory.bytes().put(at + Layout.Note.TEXT, bytes, from, size);
            memory.commitWide(at + Layout.Note.SEQUENCE, notes);
        }
    }

    /** @return the next place of a ring, which is taken by this */
    @GuardedBy("this")
    private int place(HistoryView.Kind kind) {
        if (kind == HistoryView.Kind.STATE) {
            int place = nextState;
            nextState = (place + 1) % Layout.Note.STATE_COUNT;
            return place;
        }
        int place = nextOther;
        nextOther = (place + 1) % Layout.Note.OTHER_COUNT;
        return Layout.Note.STATE_COUNT + place;
    }

    private synchronized void request(int of, String kind, long subject, long bytes, int error, long nanos) {
        if (of != owner || closed) {
            return;
        }
        long time = clock.getAsLong();
        int micros = saturated(TimeUnit.NANOSECONDS.toMicros(nanos));
        requests++;
        int at = Layout.Request.AT + (int) (requests % Layout.Request.COUNT) * Layout.Request.SIZE;
        memory.commitWide(at + Layout.Request.SEQUENCE, 0);
        memory.wide(at + Layout.Request.TIME, time);
        for (int i = 0; i < CoreHistory.MAX_KIND; i++) {
            memory.bytes().put(at + Layout.Request.KIND + i, i < kind.length() ? (byte) kind.charAt(i) : 0);
        }
        memory.number(at + Layout.Request.ERROR, error);
        memory.wide(at + Layout.Request.SUBJECT, subject);
        memory.number(at + Layout.Request.BYTES, saturated(bytes));
        memory.number(at + Layout.Request.MICROS, micros);
        memory.commitWide(at + Layout.Request.SEQUENCE, requests);
        count(time, bytes, error, micros);
    }

    @GuardedBy("this")
    private void count(long time, long bytes, int error, int micros) {
        long interval = time / MILLIS / HistoryView.INTERVAL_SECONDS;
        int at = Layout.Load.AT + (int) Math.floorMod(interval, (long) Layout.Load.COUNT) * Layout.Load.SIZE;
        if (memory.wide(at + Layout.Load.INTERVAL) != interval) {
            memory.commitWide(at + Layout.Load.INTERVAL, 0);
            memory.wide(at + Layout.Load.BYTES, 0);
            memory.number(at + Layout.Load.REQUESTS, 0);
            memory.number(at + Layout.Load.ERRORS, 0);
            memory.number(at + Layout.Load.LONGEST, 0);
            memory.commitWide(at + Layout.Load.INTERVAL, interval);
        }
        memory.wide(at + Layout.Load.BYTES, memory.wide(at + Layout.Load.BYTES) + bytes);
        memory.number(at + Layout.Load.REQUESTS, memory.number(at + Layout.Load.REQUESTS) + 1);
        memory.number(at + Layout.Load.ERRORS, memory.number(at + Layout.Load.ERRORS) + (error == 0 ? 0 : 1));
        memory.number(at + Layout.Load.LONGEST, Math.max(memory.number(at + Layout.Load.LONGEST), micros));
    }

    private static int saturated(long number) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, number));
    }

    /** Writes for the device that the memory was opened for. */
    private final class Writer implements CoreHistory {

        private final int of;

        Writer(int of) {
            this.of = of;
        }

        @Override
        public void request(String kind, long subject, long bytes, int error, long nanos) {
            HistorySlot.this.request(of, kind, subject, bytes, error, nanos);
        }

        @Override
        public void record(HistoryView.Kind kind, String text) {
            HistorySlot.this.record(of, kind, Layout.Note.NO_STATES, text);
        }

        @Override
        public void states(HistoryView.States states, String text) {
            int both = states.backend().number() << Layout.Note.STATE_BITS
                    | states.frontend().number();
            HistorySlot.this.record(of, HistoryView.Kind.STATE, (byte) both, text);
        }
    }
}
