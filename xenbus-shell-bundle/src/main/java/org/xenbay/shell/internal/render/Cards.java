// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xenbay.api.command.PrintableText;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HostView;

/** Shows a record in several lines: {@code name: value}; names are aligned on a terminal. */
final class Cards {

    private Cards() {}

    static String host(HostReport report, Page page) {
        HostView host = report.host();
        Map<String, Object> lines = new LinkedHashMap<>();
        lines.put("hypervisor", host.hypervisor());
        lines.put("own domain", host.ownDomain());
        lines.put("XenStore", host.storeConnected() ? "connected" : "not reachable");
        lines.put("grant copy", host.grantCopy() ? "yes" : "no, mapped instead");
        lines.put("domains", host.domains());
        lines.put("devices", host.devices());
        lines.put("connected", host.connected());
        lines.put("mapped pages", host.mappedPages());
        lines.put("bound ports", host.boundPorts());
        lines.put("memory for guests", Budgets.bytes(report.memory(), report.names()));
        lines.put(
                "descriptors",
                report.descriptors()
                        .map(held -> Budgets.numbers(held, report.names()))
                        .orElse(""));
        lines.put("open files kept by", host.keeper());
        lines.put("threads give up", host.confinement());
        return card(lines, page);
    }

    static String device(DeviceView device, Page page) {
        Map<String, Object> lines = new LinkedHashMap<>();
        lines.put("device", device.id());
        lines.put("domain", device.domainName());
        lines.put("backend", device.backendState());
        lines.put("frontend", device.frontendState());
        lines.put("online", device.online() ? "yes" : "no");
        lines.put("phase", device.phase());
        lines.put("explanation", device.explanation());
        lines.put("failure", device.failure());
        lines.put("events", device.events());
        lines.put("mapped pages", device.mappedPages());
        lines.put("bound ports", device.boundPorts());
        lines.put("debug level", device.debugLevel());
        lines.put("backend path", device.backendPath());
        lines.put("frontend path", device.frontendPath());
        lines.putAll(device.details());
        device.figures().forEach((name, figure) -> lines.put(name.replace('_', ' '), figure.text()));
        String card = card(lines, page);
        return device.transitions().isEmpty()
                ? card
                : card + "\n\n" + Table.of(Tables.TRANSITIONS, device.transitions(), page);
    }

    static String explanation(Explanation why, Page page) {
        Map<String, Object> lines = new LinkedHashMap<>();
        lines.put("device", why.id());
        lines.put("states", "backend " + why.backend() + ", frontend " + why.frontend());
        lines.put("phase", why.phase());
        lines.put("because", why.explanation());
        lines.put("failure", why.failure());
        int number = 1;
        for (String note : why.notes()) {
            lines.put(number == 1 ? "note" : "note " + number, note);
            number++;
        }
        return card(lines, page);
    }

    /** Shows reasons below the table, because a terminal may be too narrow for them. */
    static String configuration(ConfigReport report, Page page) {
        if (page.isPlain()) {
            return Table.of(Tables.CONFIGURATION_WITH_NOTES, report.rows(), page);
        }
        String notes = report.rows().stream()
                .map(ConfigReport.Row::note)
                .filter(note -> !note.isEmpty())
                .map(note -> "\n" + Colour.BAD.paint(PrintableText.of(note), page))
                .collect(Collectors.joining());
        return Table.of(Tables.CONFIGURATION, report.rows(), page) + (notes.isEmpty() ? "" : "\n" + notes);
    }

    static String help(CommandHelp help, Page page) {
        StringBuilder text = new StringBuilder(help.summary() + "\nusage: " + help.usage());
        if (!help.parts().isEmpty()) {
            text.append("\n").append(parts(help.parts(), page));
        }
        if (!help.examples().isEmpty()) {
            text.append("\nexamples:\n").append(parts(help.examples(), page));
        }
        return text.toString();
    }

    private static String parts(List<CommandHelp.Part> parts, Page page) {
        Map<String, Object> lines = new LinkedHashMap<>();
        parts.forEach(part -> lines.put("  " + part.name(), part.meaning()));
        return card(lines, page);
    }

    /** Shows any record that a bundle's command returns, with a line for each component; {@code bytesRead} becomes "bytes read". */
    static String view(Record view, Page page) {
        Map<String, Object> lines = new LinkedHashMap<>();
        Json.fields(view).forEach((name, value) -> lines.put(words(name), value));
        return card(lines, page);
    }

    private static String words(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    static String card(Map<String, ?> known, Page page) {
        Map<String, String> lines = new LinkedHashMap<>();
        known.forEach((name, value) -> lines.put(name, PrintableText.of(text(value))));
        lines.values().removeIf(String::isEmpty);
        int width = page.isPlain()
                ? 0
                : lines.keySet().stream().mapToInt(Text::width).max().orElse(0) + 2;
        return lines.entrySet().stream()
                .map(line -> Text.pad(PrintableText.of(line.getKey()) + ": ", width) + line.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** Leaves out absent values. */
    private static String text(Object value) {
        Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        return present == null ? "" : present.toString();
    }
}
