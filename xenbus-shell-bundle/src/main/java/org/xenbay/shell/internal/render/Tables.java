// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.input.InputControl.RoutedSource;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.BundleView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.FileOperationView;
import org.xenbay.api.management.FileShareView;
import org.xenbay.api.management.UsbDeviceView;
import org.xenbay.api.management.XenbusAdmin.DeviceEvent;

/** The columns of each kind of row. */
final class Tables {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    /** Most devices are well, which is to be read without a cut. */
    private static final int STATUS = DeviceView.WELL.length();

    static final Table<DeviceView> DEVICES = new Table<>(List.of(
            Column.of("DEVICE", DeviceView::id),
            Column.<DeviceView>flexible("DOMAIN", DeviceView::domainName).whereRoom(),
            Column.<DeviceView>of("BACKEND", DeviceView::backendState)
                    .painted(d -> colour(d.backendState()))
                    .whereRoom(),
            Column.<DeviceView>of("FRONTEND", DeviceView::frontendState)
                    .painted(d -> colour(d.frontendState()))
                    .whereRoom(),
            Column.<DeviceView>of("EVENTS", DeviceView::events).whereRoom(),
            Column.<DeviceView>flexible("STATUS", Tables::status)
                    .atLeast(STATUS)
                    .painted(Tables::colour)));

    static final Table<BackendView> BACKENDS = new Table<>(List.of(
            Column.of("TYPE", BackendView::type),
            Column.of("DEVICES", BackendView::devices),
            Column.of("CONNECTED", BackendView::connected),
            Column.<BackendView>of("PARKED", BackendView::parked).whereRoom(),
            Column.<BackendView>of("ID", BackendView::bundleId).whereRoom(),
            Column.flexible("BUNDLE", BackendView::bundle),
            Column.<BackendView>flexible("VERSION", BackendView::version).whereRoom(),
            Column.flexible("STANDS BY", backend -> String.join("; ", backend.standingBy()))));

    static final Table<BundleView> BUNDLES = new Table<>(List.of(
            Column.<BundleView>of("ID", bundle -> bundle.id() < 0 ? "" : bundle.id())
                    .whereRoom(),
            Column.flexible("BUNDLE", BundleView::name),
            Column.<BundleView>flexible("VERSION", BundleView::version).whereRoom(),
            Column.<BundleView>flexible("FROM", BundleView::origin).whereRoom(),
            Column.<BundleView>of("STATE", BundleView::state).painted(Tables::colour),
            Column.flexible("WHAT", BundleView::reason),
            Column.<BundleView>flexible("BUILD", BundleView::build).whereRoom()));

    static final Table<DeviceView.Transition> TRANSITIONS = new Table<>(List.of(
            Column.of("TIME", t -> clock(t.time())),
            Column.<DeviceView.Transition>of("BACKEND", DeviceView.Transition::backend)
                    .painted(t -> colour(t.backend()))
                    .whereRoom(),
            Column.<DeviceView.Transition>of("FRONTEND", DeviceView.Transition::frontend)
                    .painted(t -> colour(t.frontend()))
                    .whereRoom(),
            Column.flexible("EVENT", DeviceView.Transition::event),
            Column.flexible("ACTION", DeviceView.Transition::action)));

    static final Table<DeviceEvent> EVENTS = new Table<>(List.of(
            Column.of("TIME", e -> clock(e.transition().time())),
            Column.of("DEVICE", DeviceEvent::id),
            Column.<DeviceEvent>of("BACKEND", e -> e.transition().backend())
                    .painted(e -> colour(e.transition().backend()))
                    .whereRoom(),
            Column.<DeviceEvent>of("FRONTEND", e -> e.transition().frontend())
                    .painted(e -> colour(e.transition().frontend()))
                    .whereRoom(),
            Column.flexible("EVENT", e -> e.transition().event()),
            Column.flexible("ACTION", e -> e.transition().action())));

    static final Table<NodeView> NODES =
            new Table<>(List.of(Column.of("NODE", NodeView::path), Column.flexible("VALUE", NodeView::value)));

    static final Table<NodeView> NODES_WITH_PERMISSIONS = new Table<>(List.of(
            Column.of("NODE", NodeView::path),
            Column.flexible("VALUE", NodeView::value),
            Column.of("PERMISSIONS", Tables::permissions)));

    static final Table<FileShareView> SHARES = new Table<>(List.of(
            Column.of("DEVICE", FileShareView::id),
            Column.flexible("PATH", FileShareView::path),
            Column.<FileShareView>flexible("RULES", FileShareView::rules).whereRoom(),
            Column.<FileShareView>of("PROTOCOL", share -> share.protocol().orElse("-"))
                    .whereRoom(),
            Column.<FileShareView>of("FIDS", FileShareView::fids).whereRoom(),
            Column.<FileShareView>of("OPEN", FileShareView::openFiles).whereRoom(),
            Column.of("OPS/S", share -> String.format(Locale.ROOT, "%.1f", share.operationsPerSecond())),
            Column.<FileShareView>of("READ", FileShareView::bytesRead).whereRoom(),
            Column.<FileShareView>of("WRITTEN", FileShareView::bytesWritten).whereRoom(),
            Column.<FileShareView>of("P50 US", FileShareView::median).whereRoom(),
            Column.<FileShareView>of("P99 US", FileShareView::percentile99).whereRoom(),
            Column.<FileShareView>of("SLOW", FileShareView::slow).whereRoom(),
            Column.<FileShareView>flexible(
                            "LATEST SLOW", share -> share.slowest().orElse(""))
                    .whereRoom()));

    static final Table<FileOperationView> OPERATIONS = new Table<>(List.of(
            Column.of("OPERATION", FileOperationView::name),
            Column.of("COUNT", FileOperationView::count),
            Column.of("ERRORS", FileOperationView::errors),
            Column.<FileOperationView>of("BYTES", FileOperationView::bytes).whereRoom(),
            Column.<FileOperationView>of("P50 US", FileOperationView::median).whereRoom(),
            Column.<FileOperationView>of("P90 US", FileOperationView::percentile90)
                    .whereRoom(),
            Column.of("P99 US", FileOperationView::percentile99),
            Column.of("LONGEST US", FileOperationView::longest)));

    static final Table<CommandHelp> COMMANDS = new Table<>(
            List.of(Column.of("COMMAND", CommandHelp::name), Column.flexible("WHAT IT DOES", CommandHelp::summary)));

    static final Table<RoutedSource> SOURCES = new Table<>(List.of(
            Column.of("SOURCE", s -> s.info().id()),
            Column.flexible("NAME", s -> s.info().name()),
            Column.<RoutedSource>of("HARDWARE", s -> s.info().hardware()).whereRoom(),
            Column.<RoutedSource>of("SEAT", s -> s.info().seat()).whereRoom(),
            Column.<RoutedSource>of(
                            "HAS",
                            s -> s.info().abilities().stream()
                                    .sorted()
                                    .map(ability -> ability.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(",")))
                    .whereRoom(),
            Column.<RoutedSource>flexible("GOES TO", Tables::destination)
                    .painted(s -> s.trouble().isEmpty() ? Colour.NONE : Colour.BAD)));

    static final Table<UsbDeviceView> USB = new Table<>(List.of(
            Column.of("DEVICE", UsbDeviceView::path),
            Column.<UsbDeviceView>of("HARDWARE", UsbDeviceView::hardware).whereRoom(),
            Column.<UsbDeviceView>of("SERIAL", UsbDeviceView::serial).whereRoom(),
            Column.flexible("NAME", UsbDeviceView::name),
            Column.<UsbDeviceView>of("MBIT/S", UsbDeviceView::megabits).whereRoom(),
            Column.<UsbDeviceView>of("CLASS", device -> String.join(",", device.classes()))
                    .whereRoom(),
            Column.of(
                    "GUEST",
                    device -> device.controller().map(DeviceId::toString).orElse("")),
            Column.of("PORT", device -> device.port() == 0 ? "" : device.port()),
            Column.flexible("STATE", UsbDeviceView::state)));

    static final Table<ConfigReport.Row> CONFIGURATION = new Table<>(List.of(
            Column.of("CONFIGURATION", ConfigReport.Row::pid),
            Column.<ConfigReport.Row>of("KEY", ConfigReport.Row::key).painted(Tables::colour),
            Column.flexible("VALUE", ConfigReport.Row::value),
            Column.<ConfigReport.Row>flexible("FROM", ConfigReport.Row::origin)
                    .painted(Tables::colour)
                    .whereRoom()));

    static final Table<ConfigReport.Row> CONFIGURATION_WITH_NOTES = new Table<>(List.of(
            Column.of("CONFIGURATION", ConfigReport.Row::pid),
            Column.of("KEY", ConfigReport.Row::key),
            Column.of("VALUE", ConfigReport.Row::value),
            Column.of("FROM", ConfigReport.Row::origin),
            Column.of("NOTE", ConfigReport.Row::note)));

    private Tables() {}

    /** By kind; NodeView's choice depends on its rows. */
    static Map<Class<?>, Table<?>> byKind() {
        Map<Class<?>, Table<?>> tables = new LinkedHashMap<>();
        tables.put(DeviceView.class, DEVICES);
        tables.put(BackendView.class, BACKENDS);
        tables.put(BundleView.class, BUNDLES);
        tables.put(DeviceView.Transition.class, TRANSITIONS);
        tables.put(DeviceEvent.class, EVENTS);
        tables.put(NodeView.class, NODES);
        tables.put(CommandHelp.class, COMMANDS);
        tables.put(RoutedSource.class, SOURCES);
        tables.put(FileShareView.class, SHARES);
        tables.put(FileOperationView.class, OPERATIONS);
        tables.put(UsbDeviceView.class, USB);
        return tables;
    }

    static String clock(Instant time) {
        return CLOCK.format(time);
    }

    static Colour colour(XenbusState state) {
        return switch (state) {
            case CONNECTED -> Colour.GOOD;
            case UNKNOWN -> Colour.NONE;
            case CLOSING, CLOSED -> Colour.BAD;
            default -> Colour.BUSY;
        };
    }

    private static Colour colour(ConfigReport.Row row) {
        return row.problem() == null ? Colour.NONE : Colour.BAD;
    }

    private static Colour colour(DeviceView device) {
        return colour(device.health());
    }

    static Colour colour(DeviceView.Health health) {
        return switch (health) {
            case WELL -> Colour.GOOD;
            case WAITS -> Colour.BUSY;
            default -> Colour.BAD;
        };
    }

    private static Colour colour(BundleView bundle) {
        return switch (bundle.state()) {
            case "serves" -> Colour.GOOD;
            case "refused", "fails", "stopped" -> Colour.BAD;
            case "waits" -> Colour.BUSY;
            default -> Colour.NONE;
        };
    }

    private static String status(DeviceView device) {
        return device.health() == DeviceView.Health.FAILED ? device.failure() : device.explanation();
    }

    private static String destination(RoutedSource source) {
        if (!source.trouble().isEmpty()) {
            return source.trouble();
        }
        return source.device()
                .map(DeviceId::toString)
                .orElse(source.assigned()
                        .map(id -> "host (hot key), else " + id)
                        .orElse("host"));
    }

    private static String permissions(NodeView node) {
        return node.permissions().stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
