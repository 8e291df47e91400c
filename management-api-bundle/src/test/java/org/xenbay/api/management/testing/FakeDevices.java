// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management.testing;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HistoryView;
import org.xenbay.api.management.XenbusAdmin.DeviceEvent;

/** Devices for tests of what shows them. */
public final class FakeDevices {
    public static final DeviceView.Transition TRANSITION = new DeviceView.Transition(
            Instant.parse("2026-11-23T10:00:00Z"),
            "frontend state",
            XenbusState.CONNECTED,
            XenbusState.CONNECTED,
            "connect");

    private FakeDevices() {}

    private record Snapshot(
            DeviceId id,
            String domainName,
            XenbusState backendState,
            XenbusState frontendState,
            boolean online,
            DevicePhase phase,
            String explanation,
            String failure,
            long events,
            int mappedPages,
            int boundPorts,
            int debugLevel,
            String backendPath,
            String frontendPath,
            Map<String, String> details,
            Map<String, Figure> figures,
            List<DeviceView.Transition> transitions)
            implements DeviceView {}

    /**
     * The last minutes of one that read a file, and failed.
     *
     * @param ended null while it is there
     */
    public static HistoryView history(String id, @Nullable Instant ended) {
        Instant begin = Instant.parse("2026-12-01T10:00:00Z");
        return new HistoryView(
                DeviceId.parse(id),
                ended,
                List.of(
                        new HistoryView.Note(begin.plusSeconds(1), HistoryView.Kind.STATE, "frontend state: connect"),
                        new HistoryView.Note(begin.plusSeconds(6), HistoryView.Kind.ERROR, "its ring is broken")),
                List.of(
                        new HistoryView.Request(begin.plusSeconds(2), "Tread", 3, 8192, 0, 12),
                        new HistoryView.Request(begin.plusSeconds(3), "Tlopen", 4, 0, 2, 1200)),
                List.of(new HistoryView.Load(begin, 2, 1, 8192, 1200)));
    }

    /** One that is served. */
    public static DeviceView connected(String id, String domainName) {
        return new Snapshot(
                DeviceId.parse(id),
                domainName,
                XenbusState.CONNECTED,
                XenbusState.CONNECTED,
                true,
                DevicePhase.CONNECTED,
                DeviceView.WELL,
                "",
                1,
                1,
                1,
                0,
                "/local/domain/0/backend/" + id,
                "/local/domain/1/device/" + id,
                Map.of(),
                Map.of(),
                List.of());
    }

    /** One that waits for its frontend, as those that the other methods make. */
    public static DeviceView device(String id, String domainName) {
        return device(id, domainName, "");
    }

    public static DeviceView device(String id, String domainName, String failure) {
        return device(id, domainName, "the frontend has not written ring-ref", failure);
    }

    public static DeviceView explained(String id, String explanation) {
        return device(id, "d", explanation, "");
    }

    private static DeviceView device(String id, String domainName, String explanation, String failure) {
        return device(id, domainName, explanation, failure, Map.of());
    }

    public static DeviceView measured(String id, String domainName, Figure... figures) {
        Map<String, Figure> named = new LinkedHashMap<>();
        List.of(figures).forEach(figure -> named.put(figure.name(), figure));
        return device(id, domainName, DeviceView.WELL, "", named);
    }

    private static DeviceView device(
            String id, String domainName, String explanation, String failure, Map<String, Figure> figures) {
        return new Snapshot(
                DeviceId.parse(id),
                domainName,
                XenbusState.INIT_WAIT,
                XenbusState.INITIALISING,
                true,
                DevicePhase.INIT_WAIT,
                explanation,
                failure,
                7,
                1,
                1,
                0,
                "/local/domain/0/backend/" + id,
                "",
                Map.of("tty", "/dev/pts/3"),
                figures,
                List.of(TRANSITION));
    }

    public static DeviceEvent event(String id) {
        return new DeviceEvent(DeviceId.parse(id), TRANSITION);
    }
}
