// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xenbay.api.figure.LatencyView;

/** Samples, by the metric that they are of. Not for several threads. */
final class Families {

    private static final List<String> UNITS = List.of("bytes", "seconds");

    /** What a metric is. */
    enum Kind {
        COUNTER("_total"),
        GAUGE(""),
        INFO("_info"),
        HISTOGRAM("");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    /** What text is written. */
    enum Form {
        /** OpenMetrics 1.0.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/). */
        OPEN_METRICS,
        /**
         * Prometheus' own format, 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/), which node_exporter reads: a family
         * is called as its samples are, and there are neither units nor an end.
         */
        PROMETHEUS
    }

    /** By name, in the order in which they are written. */
    private final Map<String, Family> families = new LinkedHashMap<>();

    /**
     * Samples of one name.
     *
     * @param owner the device type that owns the name, empty for the platform
     * @param kind of its values
     * @param meaning in one line
     * @param samples lines
     */
    private record Family(String owner, Kind kind, String meaning, StringBuilder samples) {}

    /**
     * Adds a sample of the platform.
     *
     * @param labels in braces, or nothing
     */
    void add(String name, Kind kind, String meaning, String labels, Number value) {
        add("", name, kind, meaning, labels, value);
    }

    /**
     * Adds a sample. Leaves it out when its kind or its owner differs from its family's, because readers would refuse the whole text.
     *
     * @param owner a device type; empty for the platform
     * @param labels in braces, or nothing
     */
    void add(String owner, String name, Kind kind, String meaning, String labels, Number value) {
        Family family = families.get(name);
        if (family == null) {
            family = new Family(owner, kind, meaning, new StringBuilder());
            families.put(name, family);
        }
        if (family.owner().equals(owner) && family.kind() == kind) {
            sample(family, name, kind.suffix, labels, value);
        }
    }

    /**
     * Adds a histogram of the platform.
     *
     * @param own its labels, without braces
     */
    void add(String name, String meaning, String own, LatencyView view) {
        Family family =
                families.computeIfAbsent(name, unused -> new Family("", Kind.HISTOGRAM, meaning, new StringBuilder()));
        view.buckets()
                .forEach(bucket -> sample(
                        family, name, "_bucket", "{" + own + ",le=\"" + bucket.seconds() + "\"}", bucket.count()));
        sample(family, name, "_bucket", "{" + own + ",le=\"+Inf\"}", view.count());
        sample(family, name, "_count", "{" + own + "}", view.count());
        sample(family, name, "_sum", "{" + own + "}", view.seconds());
    }

    private static void sample(Family family, String name, String suffix, String labels, Number value) {
        StringBuilder samples =
                family.samples().append(name).append(suffix).append(labels).append(' ');
        if (value instanceof Long whole) {
            samples.append(whole.longValue()); // without a text of its own
        } else {
            samples.append(value);
        }
        samples.append('\n');
    }

    /** Escapes a text. Toolstacks and guests choose names. */
    static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** @return the text, without the end of its last line */
    String text(Form form) {
        int length = families.values().stream()
                .mapToInt(family ->
                        family.samples().length() + 2 * family.meaning().length() + 400)
                .sum();
        StringBuilder text = new StringBuilder(length);
        families.forEach((name, family) -> {
            describe(form, name, family, text);
            text.append(family.samples());
        });
        if (form == Form.OPEN_METRICS) {
            text.append("# EOF\n");
        }
        text.setLength(text.length() - 1);
        return text.toString();
    }

    private static void describe(Form form, String name, Family family, StringBuilder text) {
        boolean open = form == Form.OPEN_METRICS;
        String title = open ? name : name + family.kind().suffix;
        String type = open || family.kind() != Kind.INFO ? family.kind().name().toLowerCase(Locale.ROOT) : "gauge";
        String meaning = open ? escaped(family.meaning()) : family.meaning().replace("\\", "\\\\");
        text.append("# HELP ").append(title).append(' ').append(meaning).append('\n');
        text.append("# TYPE ").append(title).append(' ').append(type).append('\n');
        if (open) {
            UNITS.stream()
                    .filter(unit -> name.endsWith("_" + unit))
                    .forEach(unit -> text.append("# UNIT ")
                            .append(name)
                            .append(' ')
                            .append(unit)
                            .append('\n'));
        }
    }
}
