// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param title its heading
 * @param least its least width on a narrow terminal, where cells are cut; {@link #RIGID} if they are never cut
 * @param droppable whether it is left out when cutting is not enough
 * @param value a row's value; its text is the cell
 * @param tone what a row's value means
 * @param <T> the kind of row
 */
public record Column<T>(
        String title, int least, boolean droppable, Function<? super T, ?> value, Function<? super T, Tone> tone) {

    /** For a column that is never cut while another one can be. */
    public static final int RIGID = Integer.MAX_VALUE;

    /** The least width at which cells can still be told apart. */
    private static final int NARROWEST = 8;

    /**
     * @param title its heading
     * @param value a row's value
     * @param <T> the kind of row
     * @return a column that is never cut while another can be
     */
    public static <T> Column<T> of(String title, Function<? super T, ?> value) {
        return new Column<>(title, RIGID, false, value, row -> Tone.NONE);
    }

    /**
     * @param title its heading
     * @param value a row's value
     * @param <T> the kind of row
     * @return a column that is cut on a narrow terminal
     */
    public static <T> Column<T> flexible(String title, Function<? super T, ?> value) {
        return new Column<>(title, NARROWEST, false, value, row -> Tone.NONE);
    }

    /**
     * @param how gives the meaning of a row's value
     * @return the column with that tone
     */
    public Column<T> toned(Function<? super T, Tone> how) {
        return new Column<>(title, least, droppable, value, how);
    }

    /**
     * @param width in columns of the terminal
     * @return that: cut to no less
     */
    public Column<T> atLeast(int width) {
        return new Column<>(title, width, droppable, value, tone);
    }

    /** @return the column, to be shown only if it fits; of several such columns the rightmost is left out first */
    public Column<T> whereRoom() {
        return new Column<>(title, least, true, value, tone);
    }

    /**
     * @param row a row
     * @return its cell
     */
    public String cell(T row) {
        return PrintableText.of(String.valueOf(value.apply(row)));
    }
}
