// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.xenbay.api.command.Column;
import org.xenbay.api.command.Listing;
import org.xenbay.api.command.Tone;
import org.xenbay.api.management.HistoryView;
import org.xenbay.api.management.HistoryView.Load;
import org.xenbay.api.management.HistoryView.Note;
import org.xenbay.api.management.HistoryView.Request;

/** The last minutes of a device as a list, in the order of time. */
public final class Timeline {

    private static final int MILLI = 1000;

    private static final List<Column<Row>> COLUMNS = List.of(
            Column.of("TIME", row -> Tables.clock(row.time())),
            Column.<Row>of("KIND", Row::kind).toned(row -> row.isFailure() ? Tone.BAD : Tone.NONE),
            Column.flexible("WHAT", Row::text));

    private static final List<Column<HistoryView>> DEVICES = List.of(
            Column.of("DEVICE", HistoryView::id),
            Column.of("ENDED", history -> history.ended() == null ? "" : Tables.clock(history.ended())),
            Column.of("REQUESTS", Timeline::requests),
            Column.flexible("LAST", Timeline::last));

    /**
     * What happened at one moment.
     *
     * @param time when
     * @param kind {@code state}, {@code error}, {@code note}, {@code request}, or {@code load} for the requests of an interval
     * @param isFailure whether an operator should look at it
     * @param text in words
     */
    public record Row(Instant time, String kind, boolean isFailure, String text) {}

    private Timeline() {}

    /**
     * @param histories of devices
     * @return a line for each
     */
    public static Listing<HistoryView> of(List<HistoryView> histories) {
        return new Listing<>(DEVICES, histories);
    }

    /**
     * @param history of one device
     * @return a line for each thing that happened
     */
    public static Listing<Row> of(HistoryView history) {
        List<Row> rows = new ArrayList<>();
        history.loads().forEach(load -> rows.add(row(load)));
        history.notes().forEach(note -> rows.add(row(note)));
        history.requests().forEach(request -> rows.add(row(request)));
        rows.sort(Comparator.comparing(Row::time));
        return new Listing<>(COLUMNS, rows);
    }

    private static Row row(Load load) {
        String text = load.requests() + " requests in " + HistoryView.INTERVAL_SECONDS + " s"
                + (load.errors() == 0 ? "" : ", " + load.errors() + " with an error") + ", " + load.bytes() + " bytes"
                + (load.longestMicros() == 0 ? "" : ", the longest " + millis(load.longestMicros()));
        return new Row(load.begin(), "load", load.errors() > 0, text);
    }

    private static Row row(Note note) {
        return new Row(
                note.time(),
                note.kind().name().toLowerCase(Locale.ROOT),
                note.kind() == HistoryView.Kind.ERROR,
                note.text() + states(note));
    }

    private static String states(Note note) {
        HistoryView.States states = note.states();
        return states == null ? "" : " (backend " + states.backend() + ", frontend " + states.frontend() + ")";
    }

    private static Row row(Request request) {
        String text = request.kind()
                + (request.subject() < 0 ? "" : " " + request.subject())
                + (request.bytes() == 0 ? "" : ", " + request.bytes() + " bytes")
                + (request.error() == 0 ? "" : ", error " + request.error())
                + (request.micros() == 0 ? "" : ", " + millis(request.micros()));
        return new Row(request.time(), "request", request.error() != 0, text);
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%.3f ms", (double) micros / MILLI);
    }

    private static long requests(HistoryView history) {
        return history.loads().stream().mapToLong(Load::requests).sum();
    }

    private static String last(HistoryView history) {
        List<Note> notes = history.notes();
        if (notes.isEmpty()) {
            return "";
        }
        Note last = notes.get(notes.size() - 1);
        return Tables.clock(last.time()) + " " + last.text();
    }
}
