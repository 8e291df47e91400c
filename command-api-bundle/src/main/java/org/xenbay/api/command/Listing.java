// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.util.AbstractList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of one kind: a plain list for scripts, which knows its columns also when it is empty. On a terminal it is a table under
 * headings; elsewhere a line a row.
 *
 * @param <T> the kind of row; a record, where it is to be shown as JSON
 */
public final class Listing<T> extends AbstractList<T> {
    private final List<Column<T>> columns;
    private final List<T> rows;

    /**
     * @param columns what is shown of a row, from left to right
     * @param rows the rows; copied
     */
    public Listing(List<Column<T>> columns, List<? extends T> rows) {
        this.columns = List.copyOf(columns);
        this.rows = List.copyOf(rows);
    }

    /** @return what is shown of a row, from left to right */
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

    /** @return as in a pipe: a line a row, cells separated by one tab, {@code -} for an empty one, without headings */
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
