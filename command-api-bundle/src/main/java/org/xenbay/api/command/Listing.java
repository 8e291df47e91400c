// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.util.AbstractList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of one type: a plain list for scripts, which has its columns even when it is empty. A terminal shows it as a table with
 * headings; elsewhere each row is a line.
 *
 * @param <T> type of a row; a record, if it can be shown as JSON
 */
public final class Listing<T> extends AbstractList<T> {
    private final List<Column<T>> columns;
    private final List<T> rows;

    /**
     * @param columns the columns, from left to right
     * @param rows the rows; copied
     */
    public Listing(List<Column<T>> columns, List<? extends T> rows) {
        this.columns = List.copyOf(columns);
        this.rows = List.copyOf(rows);
    }

    /** @return the columns, from left to right */
    public List<Column<T>> columns() {
        return columns;
    }

    @Override
    public T get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }

    /**
     * @return the form for pipes: a line for each row, cells separated by one tab, {@code -} for an empty cell, without
     *     headings
     */
    @Override
    public String toString() {
        return rows.stream().map(this::line).collect(Collectors.joining("\n"));
    }

    private String line(T row) {
        return columns.stream()
                .map(column -> column.cell(row))
                .map(cell -> cell.isEmpty() ? "-" : cell)
                .collect(Collectors.joining("\t"));
    }
}
