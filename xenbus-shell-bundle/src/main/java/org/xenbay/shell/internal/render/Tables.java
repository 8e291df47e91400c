// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.xenbay.api.command.Column;
import org.xenbay.api.command.Tone;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.BundleView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.XenbusAdmin.DeviceEvent;

/** The columns of the listings of the core's commands. */
public final class Tables {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    /** The least width of the column, so that the most common status is not cut. */
    private static final int STATUS = DeviceView.WELL.length();

    public static final List<Column<DeviceView>> DEVICES = List.of(
            Column.of("DEVICE", DeviceView::id),
            Column.<DeviceView>flexible("DOMAIN", DeviceView::domainName).whereRoom(),
            Column.<DeviceView>of("BACKEND", DeviceView::backendState)
                    .toned(d -> tone(d.backendState()))
                    .whereRoom(),
            Column.<DeviceView>of("FRONTEND", DeviceView::frontendState)
                    .toned(d -> tone(d.frontendState()))
                    .whereRoom(),
            Column.<DeviceView>of("EVENTS", DeviceView::events).whereRoom(),
            Column.<DeviceView>flexible("STATUS", Tables::status)
                    .atLeast(STATUS)
                    .toned(Tables::tone));

    public static final List<Column<BackendView>> BACKENDS = List.of(
            Column.of("TYPE", BackendView::type),
            Column.of("DEVICES", BackendView::devices),
            Column.of("CONNECTED", BackendView::connected),
            Column.<BackendView>of("PARKED", BackendView::parked).whereRoom(),
            Column.<BackendView>of("ID", BackendView::bundleId).whereRoom(),
            Column.flexible("BUNDLE", BackendView::bundle),
            Column.<BackendView>flexible("VERSION", BackendView::version).whereRoom(),
            Column.flexible("STANDS BY", backend -> String.join("; ", backend.standingBy())));

    public static final List<Column<BundleView>> BUNDLES = List.of(
            Column.<BundleView>of("ID", bundle -> bundle.id() < 0 ? "" : bundle.id())
                    .whereRoom(),
            Column.flexible("BUNDLE", BundleView::name),
            Column.<BundleView>flexible("VERSION", BundleView::version).whereRoom(),
            Column.<BundleView>flexible("FROM", BundleView::origin).whereRoom(),
            Column.<BundleView>of("STATE", BundleView::state).toned(Tables::tone),
            Column.flexible("WHAT", BundleView::reason),
            Column.<BundleView>flexible("BUILD", BundleView::build).whereRoom());

    static final List<Column<DeviceView.Transition>> TRANSITIONS = List.of(
            Column.of("TIME", t -> clock(t.time())),
            Column.<DeviceView.Transition>of("BACKEND", DeviceView.Transition::backend)
                    .toned(t -> tone(t.backend()))
                    .whereRoom(),
            Column.<DeviceView.Transition>of("FRONTEND", DeviceView.Transition::frontend)
                    .toned(t -> tone(t.frontend()))
                    .whereRoom(),
            Column.flexible("EVENT", DeviceView.Transition::event),
            Column.flexible("ACTION", DeviceView.Transition::action));

    static final List<Column<DeviceEvent>> EVENTS = List.of(
            Column.of("TIME", e -> clock(e.transition().time())),
            Column.of("DEVICE", DeviceEvent::id),
            Column.<DeviceEvent>of("BACKEND", e -> e.transition().backend())
                    .toned(e -> tone(e.transition().backend()))
                    .whereRoom(),
            Column.<DeviceEvent>of("FRONTEND", e -> e.transition().frontend())
                    .toned(e -> tone(e.transition().frontend()))
                    .whereRoom(),
            Column.flexible("EVENT", e -> e.transition().event()),
            Column.flexible("ACTION", e -> e.transition().action()));

    public static final List<Column<NodeView>> NODES =
            List.of(Column.of("NODE", NodeView::path), Column.flexible("VALUE", NodeView::value));

    public static final List<Column<NodeView>> NODES_WITH_PERMISSIONS = List.of(
            Column.of("NODE", NodeView::path),
            Column.flexible("VALUE", NodeView::value),
            Column.of("PERMISSIONS", Tables::permissions));

    public static final List<Column<CommandHelp>> COMMANDS =
            List.of(Column.of("COMMAND", CommandHelp::name), Column.flexible("WHAT IT DOES", CommandHelp::summary));

    static final List<Column<ConfigReport.Row>> CONFIGURATION = List.of(
            Column.of("CONFIGURATION", ConfigReport.Row::pid),
            Column.<ConfigReport.Row>of("KEY", ConfigReport.Row::key).toned(Tables::tone),
            Column.flexible("VALUE", ConfigReport.Row::value),
            Column.<ConfigReport.Row>flexible("FROM", ConfigReport.Row::origin)
                    .toned(Tables::tone)
                    .whereRoom());

    static final List<Column<ConfigReport.Row>> CONFIGURATION_WITH_NOTES = List.of(
            Column.of("CONFIGURATION", ConfigReport.Row::pid),
            Column.of("KEY", ConfigReport.Row::key),
            Column.of("VALUE", ConfigReport.Row::value),
            Column.of("FROM", ConfigReport.Row::origin),
            Column.of("NOTE", ConfigReport.Row::note));

    private Tables() {}

    static String clock(Instant time) {
        return CLOCK.format(time);
    }

    static Tone tone(XenbusState state) {
        return switch (state) {
            case CONNECTED -> Tone.GOOD;
            case UNKNOWN -> Tone.NONE;
            case CLOSING, CLOSED -> Tone.BAD;
            default -> Tone.BUSY;
        };
    }

    private static Tone tone(ConfigReport.Row row) {
        return row.problem() == null ? Tone.NONE : Tone.BAD;
    }

    private static Tone tone(DeviceView device) {
        return DeviceHealth.tone(device.health());
    }

    private static Tone tone(BundleView bundle) {
        return switch (bundle.state()) {
            case "serves" -> Tone.GOOD;
            case "refused", "fails", "stopped", "hangs" -> Tone.BAD;
            case "waits" -> Tone.BUSY;
            default -> Tone.NONE;
        };
    }

    private static String status(DeviceView device) {
        return device.health() == DeviceView.Health.FAILED ? device.failure() : device.explanation();
    }

    private static String permissions(NodeView node) {
        return node.permissions().stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
