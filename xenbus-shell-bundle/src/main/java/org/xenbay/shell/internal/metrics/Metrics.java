// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.figure.LatencyView;
import org.xenbay.api.figure.Load;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.management.HealthReport.Finding;
import org.xenbay.api.management.HostView;
import org.xenbay.shell.internal.metrics.Families.Form;
import org.xenbay.shell.internal.metrics.Families.Kind;
import org.xenbay.shell.internal.process.ProcessView;

/**
 * Writes what is measured as text for monitoring systems: the platform's figures, then those that backends register for their devices, as
 * {@code xenbay_<type>_<name>}.
 */
public final class Metrics {

    private static final String PREFIX = "xenbay_";

    private final Families families = new Families();

    /** The labels of devices, which are the same in each family. */
    private final Map<DeviceId, Labels> labels = new HashMap<>();

    /** Names of the metrics of backends' figures, by type and by the figure's name. */
    private final Map<String, Map<String, String>> names = new HashMap<>();

    /**
     * The labels of a device.
     *
     * @param own for a family that is of its type anyway
     * @param typed with its type
     */
    private record Labels(String own, String typed) {
        private static final Labels NONE = new Labels("", "");
    }

    private Metrics(Measured all) {
        host(all.host());
        process(all.process());
        budget("memory", "bytes of memory", "_bytes", all.memory());
        all.descriptors().ifPresent(budget -> budget("descriptors", "descriptors", "", budget));
        holdings(all);
        all.health().findings().forEach(this::finding);
        all.backends().forEach(this::backend);
        phases(all);
        all.latencies().forEach(this::latencies);
        all.devices().forEach(this::device);
        all.handovers().forEach(this::handover);
        all.devices().forEach(this::figures);
    }

    /**
     * @param all what is measured
     * @return OpenMetrics 1.0.0, without the end of its last line
     */
    public static String openMetrics(Measured all) {
        return new Metrics(all).families.text(Form.OPEN_METRICS);
    }

    /**
     * @param all what is measured
     * @return Prometheus' own format, without the end of its last line
     */
    public static String prometheus(Measured all) {
        return new Metrics(all).families.text(Form.PROMETHEUS);
    }

    private void host(HostView host) {
        gauge("xenstore_connected", "whether XenStore can be reached", host.storeConnected() ? 1 : 0);
        gauge("domains", "domains that are known", host.domains());
        gauge("mapped_pages", "pages of guests that are mapped", host.mappedPages());
        gauge("bound_ports", "event channels that are bound", host.boundPorts());
    }

    private void process(ProcessView process) {
        gauge("jvm_heap_used_bytes", "heap that objects take", process.heapUsed());
        gauge("jvm_heap_max_bytes", "heap that there is at most", process.heapMax());
        gauge("jvm_threads", "threads of Java", process.threads());
        counter("jvm_collections", "garbage collections", process.collections());
        counter("jvm_collecting_seconds", "time that garbage collections took", seconds(process.collecting()));
        if (process.cpu() != null) {
            counter("process_cpu_seconds", "processors' time of the daemon", seconds(process.cpu()));
        }
        if (process.started() != null) {
            gauge("process_start_time_seconds", "when the daemon started", seconds(process.started()));
        }
        known("process_resident_bytes", "memory that the daemon has", process.resident());
        known("process_open_descriptors", "descriptors that the daemon has", process.openDescriptors());
        known("process_max_descriptors", "descriptors that the daemon may have", process.maxDescriptors());
    }

    private void known(String name, String meaning, @Nullable Long value) {
        if (value != null) {
            gauge(name, meaning, value);
        }
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1e3;
    }

    private void budget(String name, String what, String unit, BudgetView budget) {
        boolean limited = budget.total() > 0 && budget.total() < Long.MAX_VALUE;
        if (limited) {
            gauge(name + "_limit" + unit, what + " for guests, altogether", budget.total());
        }
        gauge(name + "_taken" + unit, what + " that guests hold", budget.taken());
        counter(name + "_refusals", "refusals of " + what + " to a guest at its limit", budget.refusals());
    }

    private void holdings(Measured all) {
        Map<Integer, String> names = new HashMap<>();
        all.devices().forEach(device -> names.putIfAbsent(device.id().domain(), device.domainName()));
        all.memory()
                .holdings()
                .forEach((domain, held) -> add(
                        "guest_memory_bytes",
                        Kind.GAUGE,
                        "bytes of memory that a guest holds",
                        guest(domain, names),
                        held));
        all.descriptors()
                .ifPresent(budget -> budget.holdings()
                        .forEach((domain, held) -> add(
                                "guest_descriptors",
                                Kind.GAUGE,
                                "descriptors that a guest holds",
                                guest(domain, names),
                                held)));
    }

    /** Clients of this host have a number that is not a domain's. */
    private static String guest(int domain, Map<Integer, String> names) {
        return "{domain=\"" + domain + "\",name=\"" + Families.escaped(names.getOrDefault(domain, "")) + "\"}";
    }

    private void finding(Finding finding) {
        add(
                "health",
                Kind.GAUGE,
                "what a check has found, 0: well, 1: warning, 2: critical, 3: unknown",
                "{check=\"" + Families.escaped(finding.check()) + "\"}",
                finding.severity().exit());
    }

    private void backend(BackendView backend) {
        add(
                "backend",
                Kind.INFO,
                "which bundle serves a type of devices",
                "{type=\"" + Families.escaped(backend.type()) + "\",bundle=\"" + Families.escaped(backend.bundle())
                        + "\",version=\"" + Families.escaped(backend.version()) + "\"}",
                1);
    }

    private void phases(Measured all) {
        Map<String, Map<DevicePhase, Integer>> counts = new TreeMap<>();
        all.devices()
                .forEach(device -> counts.computeIfAbsent(device.id().type(), type -> new TreeMap<>())
                        .merge(device.phase(), 1, Integer::sum));
        counts.forEach((type, phases) -> phases.forEach((phase, count) -> add(
                "devices",
                Kind.GAUGE,
                "devices, by type and phase",
                "{type=\"" + Families.escaped(type) + "\",phase=\"" + phase + "\"}",
                count)));
    }

    private void latencies(String type, LatencyView view) {
        families.add(
                PREFIX + "request_seconds",
                "how long requests took, from their arrival to their answer",
                "type=\"" + Families.escaped(type) + "\"",
                view);
    }

    private void device(DeviceView device) {
        DeviceId id = device.id();
        String own = "{device=\"" + Families.escaped(id.toString()) + "\",domain=\"" + id.domain() + "\",name=\""
                + Families.escaped(device.domainName()) + "\"";
        String typed = own + ",type=\"" + Families.escaped(id.type()) + "\"}";
        labels.put(id, new Labels(own + "}", typed));
        int well = device.health() == DeviceView.Health.WELL ? 1 : 0;
        add("device_well", Kind.GAUGE, "whether a device is served and nothing is wrong", typed, well);
        add("device_events", Kind.COUNTER, "events of the guest since it connected", typed, device.events());
        add("device_mapped_pages", Kind.GAUGE, "pages of the guest that are mapped", typed, device.mappedPages());
        LoadSums.of(device).forEach((load, sum) -> load(load, typed, sum));
    }

    private void load(Load load, String typed, long sum) {
        switch (load) {
            case REQUESTS ->
                add("device_requests", Kind.COUNTER, "requests of the guest that were answered", typed, sum);
            case READ_BYTES -> add("device_read_bytes", Kind.COUNTER, "bytes that the guest has received", typed, sum);
            case WRITTEN_BYTES ->
                add("device_written_bytes", Kind.COUNTER, "bytes that the guest has sent", typed, sum);
            case WAITING ->
                add("device_waiting_requests", Kind.GAUGE, "requests that are not answered yet", typed, sum);
            default -> throw new IllegalArgumentException(load + " is no load");
        }
    }

    private void handover(DeviceId device, HandoverView handover) {
        Labels known = labels.get(device);
        if (known != null && !handover.pause().isZero()) {
            add(
                    "device_last_pause_seconds",
                    Kind.GAUGE,
                    "how long a device was not served at the last replacement of its backend",
                    known.typed(),
                    seconds(handover.pause()));
        }
    }

    private void figures(DeviceView device) {
        String type = device.id().type();
        Map<String, String> metrics = names.computeIfAbsent(type, unused -> new HashMap<>());
        String own = labels.getOrDefault(device.id(), Labels.NONE).own();
        for (Figure figure : device.figures().values()) {
            Number value = figure.value();
            if (value != null) {
                Kind kind = figure.kind() == Figure.Kind.COUNTER ? Kind.COUNTER : Kind.GAUGE;
                String name = metrics.computeIfAbsent(figure.name(), its -> PREFIX + part(type) + "_" + its);
                families.add(type, name, kind, figure.meaning(), own, value);
            }
        }
    }

    private void gauge(String name, String meaning, Number value) {
        add(name, Kind.GAUGE, meaning, "", value);
    }

    private void counter(String name, String meaning, Number value) {
        add(name, Kind.COUNTER, meaning, "", value);
    }

    private void add(String name, Kind kind, String meaning, String own, Number value) {
        families.add(PREFIX + name, kind, meaning, own, value);
    }

    /** @return the type as part of a metric's name */
    private static String part(String type) {
        return type.replaceAll("[^A-Za-z0-9_]", "_");
    }
}
