// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.figure.Figure.Kind;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HostView;

/**
 * Writes figures as OpenMetrics, version 1.0.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/): the platform's
 * figures, then those that backends register for their devices, as {@code xenbay_<type>_<name>}.
 */
public final class Metrics {

    private static final String PREFIX = "xenbay_";
    private static final List<String> UNITS = List.of("bytes", "seconds");

    /** By name, in the order in which they are written. */
    private final Map<String, Family> families = new LinkedHashMap<>();

    /**
     * Samples of one name.
     *
     * @param owner the device type that owns the name, empty for the platform; samples of other owners are not added
     * @param kind of its values
     * @param meaning in one line
     * @param samples lines
     */
    private record Family(String owner, Kind kind, String meaning, List<String> samples) {}

    private Metrics() {}

    /**
     * @param host the host
     * @param memory that is kept for guests
     * @param health the exit code of each check, by its name
     * @param devices all devices
     * @return the text, without the end of its last line
     */
    public static String of(HostView host, BudgetView memory, Map<String, Integer> health, List<DeviceView> devices) {
        Metrics metrics = new Metrics();
        metrics.host(host);
        metrics.memory(memory);
        metrics.health(health);
        metrics.phases(devices);
        devices.forEach(metrics::device);
        devices.forEach(metrics::figures);
        return metrics.text();
    }

    private void host(HostView host) {
        gauge("xenstore_connected", "whether XenStore can be reached", host.storeConnected() ? 1 : 0);
        gauge("domains", "domains that are known", host.domains());
        gauge("mapped_pages", "pages of guests that are mapped", host.mappedPages());
        gauge("bound_ports", "event channels that are bound", host.boundPorts());
    }

    private void memory(BudgetView memory) {
        gauge("memory_limit_bytes", "memory for guests, altogether", memory.total());
        gauge("memory_taken_bytes", "memory that guests hold", memory.taken());
        add("", "memory_refusals", Kind.COUNTER, "refusals of memory to a guest at its limit", "", memory.refusals());
    }

    private void health(Map<String, Integer> health) {
        health.forEach((check, exit) -> add(
                "",
                "health",
                Kind.GAUGE,
                "what a check has found, 0: well, 1: warning, 2: critical, 3: unknown",
                "{check=\"" + escaped(check) + "\"}",
                exit));
    }

    private void phases(List<DeviceView> devices) {
        Map<String, Map<DevicePhase, Integer>> counts = new TreeMap<>();
        devices.forEach(device -> counts.computeIfAbsent(device.id().type(), type -> new TreeMap<>())
                .merge(device.phase(), 1, Integer::sum));
        counts.forEach((type, phases) -> phases.forEach((phase, count) -> add(
                "",
                "devices",
                Kind.GAUGE,
                "devices, by type and phase",
                "{type=\"" + escaped(type) + "\",phase=\"" + phase + "\"}",
                count)));
    }

    private void device(DeviceView device) {
        String labels = labels(device);
        int well = device.health() == DeviceView.Health.WELL ? 1 : 0;
        add("", "device_well", Kind.GAUGE, "whether a device is served and nothing is wrong", labels, well);
        add("", "device_events", Kind.COUNTER, "events of the guest since it connected", labels, device.events());
        add("", "device_mapped_pages", Kind.GAUGE, "pages of the guest that are mapped", labels, device.mappedPages());
    }

    private void figures(DeviceView device) {
        String type = device.id().type();
        String labels = labels(device);
        device.figures().forEach((name, figure) -> {
            Number value = figure.value();
            if (value != null) {
                add(type, part(type) + "_" + name, figure.kind(), figure.meaning(), labels, value);
            }
        });
    }

    private void gauge(String name, String meaning, Number value) {
        add("", name, Kind.GAUGE, meaning, "", value);
    }

    /** Leaves out a sample whose kind or owner differs from its family's, because readers would refuse the whole text. */
    private void add(String owner, String name, Kind kind, String meaning, String labels, Number value) {
        Family family =
                families.computeIfAbsent(PREFIX + name, unused -> new Family(owner, kind, meaning, new ArrayList<>()));
        if (family.owner().equals(owner) && family.kind() == kind) {
            String suffix = kind == Kind.COUNTER ? "_total" : "";
            family.samples().add(PREFIX + name + suffix + labels + " " + value);
        }
    }

    private static String labels(DeviceView device) {
        DeviceId id = device.id();
        return "{device=\"" + escaped(id.toString()) + "\",domain=\"" + id.domain() + "\",name=\""
                + escaped(device.domainName()) + "\"}";
    }

    /** @return the type as part of a metric's name */
    private static String part(String type) {
        return type.replaceAll("[^A-Za-z0-9_]", "_");
    }

    /** Escapes a text. Toolstacks and guests choose names. */
    static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        families.forEach((name, family) -> {
            text.append("# HELP ")
                    .append(name)
                    .append(' ')
                    .append(escaped(family.meaning()))
                    .append('\n');
            text.append("# TYPE ")
                    .append(name)
                    .append(' ')
                    .append(family.kind() == Kind.COUNTER ? "counter" : "gauge")
                    .append('\n');
            UNITS.stream()
                    .filter(unit -> name.endsWith("_" + unit))
                    .forEach(unit -> text.append("# UNIT ")
                            .append(name)
                            .append(' ')
                            .append(unit)
                            .append('\n'));
            family.samples().forEach(sample -> text.append(sample).append('\n'));
        });
        return text.append("# EOF").toString();
    }
}
