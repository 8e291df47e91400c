// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.PrintableText;

/** What the screen shows, as its user has chosen it by keys. Knows no terminal. */
final class TopView implements Keys.Listener {

    private static final int INTERRUPT = 3;
    private static final int END = 4;
    private static final int BACKSPACE = 8;
    private static final int ERASE = 21;
    private static final int DELETE = 127;
    private static final int MAX_FILTER = 60;

    /** Rows of a terminal that does not say how many it has. */
    private static final int USUAL_ROWS = 24;

    private static final int MAX_ROWS = 1000;
    private static final int MIN_COLUMNS = 20;

    private final Predicate<TopRow> wanted;
    private final StringBuilder filter = new StringBuilder();
    private SortKey key;
    private int rows = USUAL_ROWS;
    private int columns;
    private boolean editing;
    private boolean over;
    private boolean stale;
    private @Nullable Look before;
    private @Nullable Look now;
    private String trouble = "";

    /**
     * @param wanted which devices are shown
     * @param key by what they are sorted at first
     * @param columns the terminal's width, until it says it itself
     */
    TopView(Predicate<TopRow> wanted, SortKey key, int columns) {
        this.wanted = wanted;
        this.key = key;
        this.columns = columns;
    }

    /** The host was looked at: rates are those since the look before. */
    void looked(Look look) {
        before = now;
        now = look;
        trouble = "";
    }

    /** The host cannot be looked at: what was seen last stays, with that line. */
    void failed(String why) {
        trouble = why;
    }

    /** @return whether its user wants to leave */
    boolean isOver() {
        return over;
    }

    /** @return whether its user wants the host to be looked at now; once */
    boolean takeStale() {
        boolean wants = stale;
        stale = false;
        return wants;
    }

    @Override
    public void typed(char key) {
        if (key == INTERRUPT || key == END) {
            over = true;
        } else if (editing) {
            edit(key);
        } else {
            command(key);
        }
    }

    private void command(char typed) {
        switch (typed) {
            case 'q', 'Q' -> over = true;
            case 's' -> key = key.next();
            case ' ' -> stale = true;
            case '/' -> {
                editing = true;
                filter.setLength(0);
            }
            default -> {
                // Other keys mean nothing.
            }
        }
    }

    private void edit(char typed) {
        if (typed == '\r' || typed == '\n') {
            editing = false;
        } else if (typed == BACKSPACE || typed == DELETE) {
            filter.setLength(Math.max(0, filter.length() - 1));
        } else if (typed == ERASE) {
            filter.setLength(0);
        } else if (typed > ' ' && typed < DELETE && filter.length() < MAX_FILTER) {
            filter.append(typed);
        }
    }

    @Override
    public void cursor(int row, int column) {
        rows = Math.min(row, MAX_ROWS);
        columns = Math.max(column, MIN_COLUMNS);
    }

    /**
     * @param clock the time of day
     * @return the screen's lines, as many as it has rows at most, none longer than it is wide
     */
    List<String> lines(LocalTime clock) {
        Look latest = now;
        List<String> lines = new ArrayList<>();
        if (latest != null) {
            lines.addAll(TopHeader.lines(before, latest, clock));
        }
        lines.add(note());
        if (latest != null) {
            TopTable table = TopTable.of(before, latest, wanted.and(this::matches), key);
            int room = Math.max(0, rows - lines.size() - 1);
            lines.addAll(table.table(
                    table.rows().subList(0, Math.min(room, table.rows().size())), columns));
        }
        return lines.stream().limit(rows).map(this::cut).toList();
    }

    /** @return the number of the line with the headings, from 0 */
    int headings() {
        return now == null ? Integer.MAX_VALUE : TopHeader.LINES + 1;
    }

    private String note() {
        if (editing) {
            return "show devices and guests with: " + filter + "_";
        }
        String shown = filter.isEmpty() ? "" : ", only with " + filter;
        return trouble.isEmpty()
                ? "by " + key.word() + shown + "   (s: by the next, /: only some, blank: now, q: quit)"
                : PrintableText.of(trouble);
    }

    private boolean matches(TopRow row) {
        return (row.device() + " " + row.guest())
                .toLowerCase(Locale.ROOT)
                .contains(filter.toString().toLowerCase(Locale.ROOT));
    }

    private String cut(String line) {
        int length = line.codePointCount(0, line.length());
        return length <= columns ? line : line.substring(0, line.offsetByCodePoints(0, columns));
    }
}
