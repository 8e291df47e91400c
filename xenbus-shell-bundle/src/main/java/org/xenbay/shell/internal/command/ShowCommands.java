// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.shell.internal.render.Explanation;
import org.xenbay.shell.internal.render.HostReport;
import org.xenbay.shell.internal.render.JsonText;
import org.xenbay.shell.internal.render.Listing;

/** Commands that show what there is. */
@Component(service = ShowCommands.class)
@GogoCommand(
        scope = "xen",
        function = {"devices", "device", "explain", "backends", "host"})
public final class ShowCommands {
    private final Platform platform;

    @Activate
    public ShowCommands(@Reference Platform platform) {
        this.platform = platform;
    }

    @Descriptor("Lists the devices and their states.")
    @Usage("devices [--json] [pattern]")
    public Object devices(
            @Descriptor("as JSON") @Parameter(names = "--json", presentValue = "true", absentValue = "false")
                    boolean json,
            @Descriptor("[pattern]: part of an id, such as 5 or console or 5/console/1; * stands for any text")
                    String... arguments) {
        DevicePattern wanted = DevicePattern.of(new Arguments("devices [--json] [pattern]", arguments).oneOr("*"));
        Listing<DeviceView> found = new Listing<>(
                DeviceView.class,
                platform.admin().devices().stream()
                        .filter(device -> wanted.matches(device.id()))
                        .toList());
        return json ? new JsonText(found) : found;
    }

    @Descriptor("Shows a device: its states, what it holds, and its latest transitions.")
    @Usage("device [--json] <id>")
    public Object device(
            @Descriptor("as JSON") @Parameter(names = "--json", presentValue = "true", absentValue = "false")
                    boolean json,
            @Descriptor("<id>: domain/type/number, such as 5/console/1") String... arguments) {
        DeviceView device = platform.device(new Arguments("device [--json] <id>", arguments).one());
        return json ? new JsonText(device) : device;
    }

    @Descriptor("Says why a device is not Connected: which side waits, and for which node.")
    @Usage("explain [--json] <id>")
    public Object explain(
            @Descriptor("as JSON") @Parameter(names = "--json", presentValue = "true", absentValue = "false")
                    boolean json,
            @Descriptor("<id>: domain/type/number, such as 5/console/1") String... arguments) {
        DeviceView device = platform.device(new Arguments("explain [--json] <id>", arguments).one());
        Explanation why = Explanation.of(device, platform.configurationNotes(device.id()));
        return json ? new JsonText(why) : why;
    }

    @Descriptor("Lists the device types that are served, and by which bundle.")
    @Usage("backends [--json]")
    public Object backends(
            @Descriptor("as JSON") @Parameter(names = "--json", presentValue = "true", absentValue = "false")
                    boolean json,
            String... arguments) {
        new Arguments("backends [--json]", arguments).none();
        Listing<BackendView> backends =
                new Listing<>(BackendView.class, platform.admin().backends());
        return json ? new JsonText(backends) : backends;
    }

    @Descriptor(
            "Shows the host: which Xen, whether XenStore answers, the sums over all devices, and who has most memory.")
    @Usage("host [--json]")
    public Object host(
            @Descriptor("as JSON") @Parameter(names = "--json", presentValue = "true", absentValue = "false")
                    boolean json,
            String... arguments) {
        new Arguments("host [--json]", arguments).none();
        HostReport report = platform.report();
        return json ? new JsonText(report.fields()) : report;
    }
}
