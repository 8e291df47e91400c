// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.xenbay.api.command.Column;
import org.xenbay.api.command.Listing;

/**
 * Renders rows as text: on a terminal aligned under headings and cut to its width, without columns that do not fit; elsewhere a
 * line for each row, without headings, cells separated by one tab and never empty.
 *
 * @param <T> type of a row
 */
final class Table<T> {
    private static final int GAP = 2;

    private final List<Column<T>> columns;

    private Table(List<Column<T>> columns) {
        this.columns = columns;
    }

    /** Renders a command's listing. */
    static <T> String of(Listing<T> listing, Page page) {
        return page.isPlain() ? listing.toString() : new Table<>(listing.columns()).format(listing, page);
    }

    /** Renders rows that are part of a card. */
    static <T> String of(List<Column<T>> columns, List<T> rows, Page page) {
        return of(new Listing<>(columns, rows), page);
    }

    private String format(List<T> rows, Page page) {
        List<List<String>> cells = rows.stream()
                .map(row -> columns.stream().map(c -> c.cell(row)).toList())
                .toList();
        int[] natural = naturalWidths(cells);
        if (total(leastWidths(natural)) > page.columns() && hasDroppable()) {
            return withoutRightmostDroppable().format(rows, page);
        }
        int[] widths = fit(natural, page.columns());
        StringBuilder text = new StringBuilder(Colour.HEADING.paint(headings(widths, page), page));
        for (int i = 0; i < rows.size(); i++) {
            text.append('\n').append(line(rows.get(i), cells.get(i), widths, page));
        }
        return text.toString();
    }

    private int[] naturalWidths(List<List<String>> cells) {
        return IntStream.range(0, columns.size())
                .map(c -> Math.max(
                        Text.width(columns.get(c).title()),
                        cells.stream()
                                .mapToInt(row -> Text.width(row.get(c)))
                                .max()
                                .orElse(0)))
                .toArray();
    }

    private boolean hasDroppable() {
        return columns.stream().anyMatch(Column::droppable);
    }

    private Table<T> withoutRightmostDroppable() {
        List<Column<T>> kept = new ArrayList<>(columns);
        int last = kept.size() - 1;
        while (!kept.get(last).droppable()) {
            last--;
        }
        kept.remove(last);
        return new Table<>(kept);
    }

    private int[] leastWidths(int[] natural) {
        return IntStream.range(0, natural.length)
                .map(c -> Math.min(natural[c], columns.get(c).least()))
                .toArray();
    }

    private static int total(int[] widths) {
        return IntStream.of(widths).sum() + GAP * (widths.length - 1);
    }

    /** Narrows the widest flexible column, one by one, until the line fits or no column can be narrowed. */
    private int[] fit(int[] natural, int available) {
        int[] widths = natural.clone();
        int excess = total(widths) - available;
        while (excess > 0) {
            int widest = -1;
            for (int c = 0; c < widths.length; c++) {
                if (widths[c] > columns.get(c).least() && (widest < 0 || widths[c] > widths[widest])) {
                    widest = c;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            excess--;
        }
        return widths;
    }

    private String headings(int[] widths, Page page) {
        StringBuilder text = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            text.append(Text.pad(columns.get(c).title(), widths[c] + GAP));
        }
        return Text.fit(text.toString().stripTrailing(), page.columns());
    }

    private String line(T row, List<String> cells, int[] widths, Page page) {
        StringBuilder text = new StringBuilder();
        int room = page.columns();
        for (int c = 0; c < widths.length && room > 0; c++) {
            String cell = Text.fit(cells.get(c), Math.min(widths[c], room));
            text.append(Colour.of(columns.get(c).tone().apply(row)).paint(cell, page));
            room -= widths[c] + GAP;
            if (c < widths.length - 1 && room > 0) {
                text.append(" ".repeat(widths[c] + GAP - Text.width(cell)));
            }
        }
        return text.toString().stripTrailing();
    }
}
