// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.Comparator;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.config.SettingsView;
import org.xenbay.shell.internal.render.ConfigReport;
import org.xenbay.shell.internal.render.JsonText;
import org.xenbay.shell.internal.render.Listing;

/** Shows the configuration that is in force, and what of it was refused. */
@Component(service = ConfigCommand.class)
@GogoCommand(scope = "xen", function = "config")
public final class ConfigCommand {
    private static final String USAGE = "config [--json] [pid]";

    private final Platform platform;

    @Activate
    public ConfigCommand(@Reference Platform platform) {
        this.platform = platform;
    }

    @Descriptor("Shows each key of the configuration, its value in force, and what was refused and why.")
    @Usage(USAGE)
    public Object config(
            @Descriptor("as JSON, with what each key is for and what is accepted")
                    @Parameter(names = "--json", presentValue = "true", absentValue = "false")
                    boolean json,
            @Descriptor("[pid]: part of a configuration's name, such as console") String... arguments) {
        String part = new Arguments(USAGE, arguments).oneOr("");
        List<SettingsView> found = platform.configuration().stream()
                .filter(view -> view.pid().contains(part))
                .sorted(Comparator.comparing(SettingsView::pid))
                .toList();
        if (found.isEmpty()) {
            throw new CommandFailure("no component that runs has a configuration " + part);
        }
        return json ? new JsonText(new Listing<>(SettingsView.class, found)) : ConfigReport.of(found);
    }
}
