// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.Comparator;
import java.util.List;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.settings.SettingsView;
import org.xenbay.shell.internal.render.ConfigReport;
import org.xenbay.shell.internal.render.Metatype;

/** Shows the configuration in force, and refused values. */
final class ConfigCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of(
                    "config", "Shows each key of the configuration, its value in force, and what was refused and why.")
            .usage("[--json|--metatype] [pid]")
            .json("as JSON, with what each key is for and what is accepted")
            .flag("what may be configured, as OSGi's Metatype: an XML document for tools", "--metatype")
            .arguments(0, 1, "[pid]", "part of a configuration's name, such as console")
            .example("the configuration of consoles", "console")
            .example("what every key is for, for a script", "--json");

    private final Platform platform;

    ConfigCommand(Platform platform) {
        this.platform = platform;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(CommandCall call) {
        String part = call.argument(0, "");
        List<SettingsView> found = platform.configurationAndFaults().stream()
                .filter(view -> view.pid().contains(part))
                .sorted(Comparator.comparing(SettingsView::pid))
                .toList();
        if (found.isEmpty()) {
            throw new CommandFailure("no component that runs has a configuration " + part);
        }
        if (call.has("--metatype")) {
            return Metatype.of(found);
        }
        return call.isJson() ? found : ConfigReport.of(found);
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return platform.configuration().stream().map(SettingsView::pid).toList();
    }
}
