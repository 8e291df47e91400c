// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.List;
import java.util.Map;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.AttachOptions;
import org.xenbay.api.management.XenbusAdmin;

/** Commands that change devices. */
final class ManageCommands {
    private static final int MAX_OPTIONS = 100;
    private static final int MAX_LEVEL = 9;

    private final Platform platform;

    ManageCommands(Platform platform) {
        this.platform = platform;
    }

    List<Command> all() {
        CommandSpec attach = CommandSpec.of("attach", "Adds a device to a domain, as the toolstack does.")
                .usage("<id> [key=value ...]")
                .arguments(1, 1 + MAX_OPTIONS, "<id> [key=value ...]", "domain/type/number; keys as in xl.cfg")
                .example("shares a folder with domain 5", "5/9pfs/0", "tag=share", "path=/srv/share")
                .example("gives it a controller for USB devices", "5/qusb/0", "version=2", "ports=4");
        CommandSpec detach = CommandSpec.of(
                        "detach", "Removes a device: asks its backend to close, waits, and removes its directories.")
                .usage("[--force] <id>")
                .flag("remove the directories even if the backend does not close in time", "--force")
                .arguments(1, 1, "<id>", ShowCommands.DEVICE)
                .example("takes the folder away again, when the guest has closed it", "5/9pfs/0")
                .example("takes it away also if the guest does not close it", "--force", "5/9pfs/0");
        CommandSpec debug = CommandSpec.of(
                        "debug",
                        "Sets the debug level of a device, or of all: 0 errors, 1 information, 2 and above debugging.")
                .usage("[<id>] <level>")
                .arguments(1, 2, "[<id>] <level>", "a level from 0 to 9")
                .example("everything about one console is logged", "5/console/1", "2")
                .example("only errors of all devices are logged", "0");
        return List.of(
                new OwnCommand(
                        attach, this::attach, (before, word) -> before.isEmpty() ? platform.newDevices() : List.of()),
                new OwnCommand(detach, this::detach, platform::devices),
                new OwnCommand(debug, this::debug, platform::devices));
    }

    private Object attach(CommandCall call) {
        DeviceId id = call.device(0);
        List<String> words = call.arguments().subList(1, call.arguments().size());
        Map<String, String> options = CommandMisuse.from(() -> AttachOptions.parse(words));
        XenbusAdmin admin = platform.admin();
        return CommandFailure.from(() -> {
            admin.attach(id, options);
            return "attached " + id;
        });
    }

    private Object detach(CommandCall call) {
        DeviceId id = call.device(0);
        boolean force = call.has("--force");
        XenbusAdmin admin = platform.admin();
        return CommandFailure.from(
                () -> admin.detach(id, force) ? "detached " + id : "detached " + id + " by force: it did not close");
    }

    private Object debug(CommandCall call) {
        int last = call.arguments().size() - 1;
        int level = CommandCall.number(call.arguments().get(last), "a level", 0, MAX_LEVEL);
        XenbusAdmin admin = platform.admin();
        return CommandFailure.from(() -> {
            if (last == 0) {
                admin.setDebugLevel(level);
                return "debug level of all devices: " + level;
            }
            DeviceId id = call.device(0);
            admin.setDebugLevel(id, level);
            return "debug level of " + id + ": " + level;
        });
    }
}
