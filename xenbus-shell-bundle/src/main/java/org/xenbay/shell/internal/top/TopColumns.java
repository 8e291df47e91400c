// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.Column;
import org.xenbay.api.command.Listing;
import org.xenbay.api.management.DeviceView;
import org.xenbay.shell.internal.render.DeviceHealth;

/** The columns of {@code top}: those of the greatest use first, as a narrow terminal shows no others. */
final class TopColumns {

    private TopColumns() {}

    /**
     * @param rows in their order
     * @return the rows for a script: numbers without units, so that they can be calculated with
     */
    static Listing<TopRow> plain(List<TopRow> rows) {
        return new Listing<>(
                List.of(
                        Column.of("DEVICE", TopRow::device),
                        Column.of("GUEST", TopRow::guest),
                        Column.of("TYPE", TopRow::type),
                        Column.of("PHASE", TopRow::phase),
                        Column.of("LOAD", row -> exact(row.load())),
                        Column.of("REQUESTS", row -> exact(row.requests())),
                        Column.of("READ", row -> exact(row.readBytes())),
                        Column.of("WRITTEN", row -> exact(row.writtenBytes())),
                        Column.of("QUEUE", row -> Amounts.count(row.waiting())),
                        Column.of("EVENTS", row -> exact(row.events())),
                        Column.of("PAGES", TopRow::mappedPages),
                        Column.of("MEMORY", row -> row.guestMemory() == null ? Amounts.UNKNOWN : row.guestMemory())),
                rows);
    }

    private static String exact(@Nullable Double value) {
        return value == null ? Amounts.UNKNOWN : String.format(Locale.ROOT, "%.1f", value);
    }

    /**
     * @param rows in their order
     * @return the rows for people: numbers are short, and end below each other
     */
    static Listing<TopRow> aligned(List<TopRow> rows) {
        return new Listing<>(
                List.of(
                        Column.of("DEVICE", TopRow::device),
                        Column.flexible("GUEST", TopRow::guest),
                        Column.<TopRow>of("PHASE", row -> word(row.phase()))
                                .toned(row -> DeviceHealth.tone(row.health()))
                                .whereRoom(),
                        number("LOAD%", rows, row -> Amounts.count(row.load())),
                        number("REQ/S", rows, row -> Amounts.count(row.requests())),
                        number("READ/S", rows, row -> Amounts.bytes(row.readBytes())),
                        number("WRITE/S", rows, row -> Amounts.bytes(row.writtenBytes())),
                        number("QUEUE", rows, row -> Amounts.count(row.waiting()))
                                .whereRoom(),
                        number("EVT/S", rows, row -> Amounts.count(row.events())),
                        number("GUEST-MEM", rows, row -> Amounts.bytes(row.guestMemory()))
                                .whereRoom(),
                        number("PAGES", rows, row -> Integer.toString(row.mappedPages()))
                                .whereRoom(),
                        Column.<TopRow>of("TYPE", TopRow::type).whereRoom()),
                rows);
    }

    private static String word(Enum<?> phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Column<TopRow> number(String title, List<TopRow> rows, Function<TopRow, String> text) {
        int width = Math.max(
                title.length(),
                rows.stream().map(text).mapToInt(String::length).max().orElse(0));
        return Column.of(padded(title, width), row -> padded(text.apply(row), width));
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /** @return whether a device is as it should be */
    static boolean isWell(DeviceLook device) {
        return device.health() == DeviceView.Health.WELL;
    }
}
