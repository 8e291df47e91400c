// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.history;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.journal.JournalMemory;
import org.xenbay.api.management.HistoryView;
import org.xenbay.core.device.CoreHistory;

/** Reads the history of a device. The memory may be damaged: what cannot be is left out. Used while nothing is written. */
final class SlotReader {

    /** In the year 9999; damaged memory may have any number. */
    private static final long MAX_INTERVAL =
            Instant.parse("9999-01-01T00:00:00Z").getEpochSecond() / HistoryView.INTERVAL_SECONDS;

    private final JournalMemory memory;

    SlotReader(JournalMemory memory) {
        this.memory = memory;
    }

    HistoryView read(DeviceId id) {
        return new HistoryView(id, ended(), notes(), requests(), loads());
    }

    private @Nullable Instant ended() {
        return memory.number(Layout.STATE_AT) == Layout.ENDED ? time(Layout.ENDED_AT) : null;
    }

    private Instant time(int at) {
        return Instant.ofEpochMilli(memory.wide(at));
    }

    /** @return offsets of the entries of a ring that are whole, by their numbers */
    private NavigableMap<Long, Integer> entries(int begin, int count, int size) {
        NavigableMap<Long, Integer> entries = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            long number = memory.wide(begin + i * size);
            if (number > 0) {
                entries.put(number, begin + i * size);
            }
        }
        return entries;
    }

    private List<HistoryView.Note> notes() {
        NavigableMap<Long, Integer> entries = entries(Layout.Note.AT, Layout.Note.COUNT, Layout.Note.SIZE);
        List<HistoryView.Note> notes = new ArrayList<>();
        entries.forEach((number, at) -> {
            if (half(at, Layout.Note.PART) == 0) {
                notes.add(new HistoryView.Note(
                        time(at + Layout.Note.TIME), kind(at), states(at), text(entries, number, at)));
            }
        });
        return notes;
    }

    private int half(int at, int offset) {
        return memory.bytes().getShort(at + offset);
    }

    private HistoryView.Kind kind(int at) {
        HistoryView.Kind[] kinds = HistoryView.Kind.values();
        int kind = memory.bytes().get(at + Layout.Note.KIND);
        return kind >= 0 && kind < kinds.length ? kinds[kind] : HistoryView.Kind.NOTE;
    }

    private HistoryView.@Nullable States states(int at) {
        XenbusState[] known = XenbusState.values();
        int both = memory.bytes().get(at + Layout.Note.STATES) & 0xFF;
        int backend = both >> Layout.Note.STATE_BITS;
        int frontend = both & (1 << Layout.Note.STATE_BITS) - 1;
        return backend < known.length && frontend < known.length
                ? new HistoryView.States(known[backend], known[frontend])
                : null;
    }

    /** Joins the parts of a text; those that a killed process had not written are missing at its end. */
    private String text(NavigableMap<Long, Integer> entries, long first, int firstAt) {
        int parts = Math.min(half(firstAt, Layout.Note.PARTS), Layout.Note.MAX_PARTS);
        byte[] bytes = new byte[Layout.Note.MAX_PARTS * Layout.Note.MAX_TEXT];
        int length = 0;
        Integer at = firstAt;
        for (int part = 0; part < parts && at != null && half(at, Layout.Note.PART) == part; part++) {
            int size = Math.max(0, Math.min(Layout.Note.MAX_TEXT, half(at, Layout.Note.LENGTH)));
            memory.bytes().get(at + Layout.Note.TEXT, bytes, length, size);
            length += size;
            at = entries.get(first + part + 1);
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private List<HistoryView.Request> requests() {
        return entries(Layout.Request.AT, Layout.Request.COUNT, Layout.Request.SIZE).values().stream()
                .map(this::request)
                .toList();
    }

    private HistoryView.Request request(int at) {
        return new HistoryView.Request(
                time(at + Layout.Request.TIME),
                letters(at + Layout.Request.KIND),
                memory.wide(at + Layout.Request.SUBJECT),
                memory.number(at + Layout.Request.BYTES),
                memory.number(at + Layout.Request.ERROR),
                memory.number(at + Layout.Request.MICROS));
    }

    private String letters(int at) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < CoreHistory.MAX_KIND && memory.bytes().get(at + i) != 0; i++) {
            letters.append((char) (memory.bytes().get(at + i) & 0x7F));
        }
        return letters.toString();
    }

    private List<HistoryView.Load> loads() {
        return entries(Layout.Load.AT, Layout.Load.COUNT, Layout.Load.SIZE).headMap(MAX_INTERVAL).entrySet().stream()
                .map(entry -> load(entry.getKey(), entry.getValue()))
                .toList();
    }

    private HistoryView.Load load(long interval, int at) {
        return new HistoryView.Load(
                Instant.ofEpochSecond(interval * HistoryView.INTERVAL_SECONDS),
                memory.number(at + Layout.Load.REQUESTS),
                memory.number(at + Layout.Load.ERRORS),
                memory.wide(at + Layout.Load.BYTES),
                memory.number(at + Layout.Load.LONGEST));
    }
}
