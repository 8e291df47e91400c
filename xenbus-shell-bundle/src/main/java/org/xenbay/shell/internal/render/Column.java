package org.xenbay.shell.internal.render;

import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param title its heading
 * @param flexible whether its cells may be cut when the terminal is narrow
 * @param value a row's cell
 * @param colour a row's colour in this column
 * @param <T> the kind of row
 */
record Column<T>(String title, boolean flexible, Function<T, Object> value, Function<T, Colour> colour) {

    static <T> Column<T> of(String title, Function<T, Object> value) {
        return new Column<>(title, false, value, row -> Colour.NONE);
    }

    static <T> Column<T> flexible(String title, Function<T, Object> value) {
        return new Column<>(title, true, value, row -> Colour.NONE);
    }

    Column<T> painted(Function<T, Colour> how) {
        return new Column<>(title, flexible, value, how);
    }

    String cell(T row) {
        return Text.printable(String.valueOf(value.apply(row)));
    }
}
