// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.settings.SettingsView;
import org.xenbay.api.settings.SettingsView.Origin;
import org.xenbay.api.settings.SettingsView.Problem;

/**
 * The configuration that is in force.
 *
 * @param rows a row for each key, including those without effect
 */
public record ConfigReport(List<Row> rows) {

    /**
     * A key.
     *
     * @param pid its configuration
     * @param key its name
     * @param value the value in force
     * @param origin where the value comes from
     * @param source the file
     * @param problem what is wrong
     */
    record Row(
            String pid,
            String key,
            String value,
            String origin,
            String source,
            @Nullable Problem problem) {

        /** Joins a problem's lines. */
        String note() {
            return problem == null ? "" : source + ": " + problem;
        }
    }

    /**
     * @param views the settings of each component
     * @return all of them
     */
    public static ConfigReport of(List<SettingsView> views) {
        List<Row> rows = new ArrayList<>();
        for (SettingsView view : views) {
            view.keys()
                    .forEach(key -> rows.add(new Row(
                            view.pid(),
                            key.key(),
                            key.value(),
                            origin(view, key.origin()),
                            view.source(),
                            key.problem())));
            view.unknown()
                    .forEach(problem ->
                            rows.add(new Row(view.pid(), problem.key(), "", "no effect", view.source(), problem)));
        }
        return new ConfigReport(rows);
    }

    private static String origin(SettingsView view, Origin origin) {
        return switch (origin) {
            case CONFIGURED -> view.source();
            case DEFAULT -> "default";
            case BEFORE -> "before";
        };
    }
}
