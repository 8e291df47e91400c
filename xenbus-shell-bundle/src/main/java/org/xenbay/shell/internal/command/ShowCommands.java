// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.List;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.Listing;
import org.xenbay.api.management.DeviceView;
import org.xenbay.shell.internal.render.Explanation;
import org.xenbay.shell.internal.render.HostReport;
import org.xenbay.shell.internal.render.Tables;

/** Commands that show the state of the platform. */
final class ShowCommands {
    static final String JSON = "as JSON";
    static final String DEVICE = "domain/type/number, such as 5/console/1";

    private final Platform platform;

    ShowCommands(Platform platform) {
        this.platform = platform;
    }

    List<Command> all() {
        CommandSpec devices = CommandSpec.of("devices", "Lists the devices and their states.")
                .usage("[--json] [pattern]")
                .json(JSON)
                .arguments(0, 1, "[pattern]", DevicePattern.MEANING)
                .example("the consoles of domain 5", "5/console")
                .example("all devices, for a script", "--json");
        CommandSpec device = CommandSpec.of(
                        "device", "Shows a device: its states, its resources, and its latest transitions.")
                .usage("[--json] <id>")
                .json(JSON)
                .arguments(1, 1, "<id>", DEVICE)
                .example("all that is known of one console", "5/console/1");
        CommandSpec explain = CommandSpec.of(
                        "explain", "Explains why a device is not Connected: which side waits, and for which node.")
                .usage("[--json] <id>")
                .json(JSON)
                .arguments(1, 1, "<id>", DEVICE)
                .example("what the guest's keyboard waits for", "5/vkbd/0");
        CommandSpec backends = CommandSpec.of(
                        "backends", "Lists the device types that are served, and the bundles that serve them.")
                .usage("[--json]")
                .json(JSON)
                .example("one line for each type of device")
                .example("the same, for a script", "--json");
        CommandSpec host = CommandSpec.of(
                        "host",
                        "Shows the host: which Xen, whether XenStore answers, sums over all devices, and budgets of guests.")
                .usage("[--json]")
                .json(JSON)
                .example("the host in a few lines")
                .example("the same, for a script", "--json");
        return List.of(
                new OwnCommand(devices, this::devices, platform::devices),
                new OwnCommand(device, call -> platform.device(call.device(0)), platform::devices),
                new OwnCommand(explain, this::explain, platform::devices),
                new OwnCommand(
                        backends,
                        call -> new Listing<>(Tables.BACKENDS, platform.admin().backends())),
                new OwnCommand(host, this::host));
    }

    private Object devices(CommandCall call) {
        DevicePattern wanted = DevicePattern.of(call.argument(0, "*"));
        return new Listing<>(
                Tables.DEVICES,
                platform.admin().devices().stream()
                        .filter(device -> wanted.matches(device.id()))
                        .toList());
    }

    private Object explain(CommandCall call) {
        DeviceView device = platform.device(call.device(0));
        return Explanation.of(device, platform.configurationNotes(device.id()));
    }

    private Object host(CommandCall call) {
        HostReport report = platform.report();
        return call.isJson() ? report.fields() : report;
    }
}
