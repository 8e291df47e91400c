// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.AbstractList;
import java.util.List;

/**
 * Rows of one kind: a plain list for scripts, which still knows its kind when it is empty.
 *
 * @param <T> the kind
 */
public final class Listing<T> extends AbstractList<T> {
    private final Class<T> kind;
    private final List<T> rows;

    /**
     * @param kind the kind of its rows
     * @param rows the rows; copied
     */
    public Listing(Class<T> kind, List<T> rows) {
        this.kind = kind;
        this.rows = List.copyOf(rows);
    }

    Class<T> kind() {
        return kind;
    }

    @Override
    public T get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }
}
