// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xenbay.shell.internal.render.Page;
import org.xenbay.shell.internal.render.Renderer;

/**
 * What happened between two looks, sorted, and in the form that is wanted.
 *
 * @param before the earlier look; null when there was none
 * @param now the later look
 * @param rows sorted
 */
public record TopTable(@Nullable Look before, Look now, List<TopRow> rows) {

    private static final Renderer RENDERER = new Renderer();

    /**
     * @param before the earlier look; null when there was none
     * @param now the later look
     * @param wanted which devices are shown
     * @param key by what they are sorted
     * @return the table
     */
    public static TopTable of(@Nullable Look before, Look now, Predicate<TopRow> wanted, SortKey key) {
        return new TopTable(
                before,
                now,
                Rates.between(before, now).stream()
                        .filter(wanted)
                        .sorted(key.order())
                        .toList());
    }

    /** @return a line for each row, with tabs between numbers without units */
    public String plain() {
        return TopColumns.plain(rows).toString();
    }

    /**
     * @param clock the time of day
     * @param columns the terminal's width
     * @return the lines above the table, and the table with its headings
     */
    public List<String> lines(LocalTime clock, int columns) {
        List<String> lines = new ArrayList<>(TopHeader.lines(before, now, clock));
        lines.add("");
        lines.addAll(table(rows, columns));
        return lines;
    }

    /** @return headings, then rows, as wide as the terminal at most */
    List<String> table(List<TopRow> shown, int columns) {
        CharSequence text = RENDERER.format(TopColumns.aligned(shown), new Page(columns, false));
        return Arrays.asList(String.valueOf(text).split("\n", -1));
    }

    /** @return its values by name, for JSON */
    public Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("host", now.host());
        fields.put("memory", now.memory());
        fields.put("descriptors", now.descriptors());
        fields.put("daemon", daemon());
        fields.put("devices", rows);
        return fields;
    }

    private Map<String, @Nullable Object> daemon() {
        Map<String, @Nullable Object> daemon = new LinkedHashMap<>();
        daemon.put("cpuPercent", Rates.cpuPercent(before, now));
        daemon.put("heapUsed", now.process().heapUsed());
        daemon.put("heapMax", now.process().heapMax());
        daemon.put("resident", now.process().resident());
        daemon.put("threads", now.process().threads());
        daemon.put("openDescriptors", now.process().openDescriptors());
        daemon.put("collections", now.process().collections());
        daemon.put("collectingMillis", now.process().collecting().toMillis());
        return daemon;
    }
}
