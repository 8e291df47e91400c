// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.nio.file.Path;
import java.util.List;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.HistoryView;
import org.xenbay.shell.internal.render.Timeline;

/** Shows the last minutes of devices, also of those that are gone. */
final class TimelineCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "timeline",
                    "Shows the last minutes of a device: states, errors, requests. A kill of the daemon keeps them.")
            .usage("[--json] [<id>]")
            .json(ShowCommands.JSON)
            .arguments(0, 1, "<id>", ShowCommands.DEVICE + "; without it, a line for each device")
            .example("what one share did before it failed", "5/9pfs/0")
            .example("all devices of which something is kept, also those that are gone");

    private final Platform platform;

    TimelineCommand(Platform platform) {
        this.platform = platform;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(CommandCall call) {
        if (call.argument(0, "").isEmpty()) {
            return Timeline.of(platform.admin().histories());
        }
        DeviceId id = call.device(0);
        HistoryView history = platform.admin()
                .history(id)
                .orElseThrow(() -> new CommandFailure("nothing is kept of " + id + "; historyMegabytes of the core says"
                        + " for how many devices there is room"));
        return call.isJson() ? history : Timeline.of(history);
    }

    @Override
    public List<String> complete(List<String> before, String word, Path directory) {
        return before.isEmpty()
                ? platform.admin().histories().stream()
                        .map(history -> history.id().toString())
                        .toList()
                : List.of();
    }
}
