// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param title its heading
 * @param least how wide it stays when the terminal is narrow, its cells cut; {@link #RIGID} when they are not
 * @param droppable whether it goes when cutting is not enough
 * @param value a row's cell
 * @param colour a row's colour in this column
 * @param <T> the kind of row
 */
record Column<T>(String title, int least, boolean droppable, Function<T, Object> value, Function<T, Colour> colour) {

    /** Of a column that is never cut while another can be. */
    static final int RIGID = Integer.MAX_VALUE;

    /** What is still told apart. */
    private static final int NARROWEST = 8;

    static <T> Column<T> of(String title, Function<T, Object> value) {
        return new Column<>(title, RIGID, false, value, row -> Colour.NONE);
    }

    static <T> Column<T> flexible(String title, Function<T, Object> value) {
        return new Column<>(title, NARROWEST, false, value, row -> Colour.NONE);
    }

    Column<T> painted(Function<T, Colour> how) {
        return new Column<>(title, least, droppable, value, how);
    }

    Column<T> atLeast(int width) {
        return new Column<>(title, width, droppable, value, colour);
    }

    /** Shown only where there is room; of several such columns the rightmost goes first. */
    Column<T> whereRoom() {
        return new Column<>(title, least, true, value, colour);
    }

    String cell(T row) {
        return Text.printable(String.valueOf(value.apply(row)));
    }
}
