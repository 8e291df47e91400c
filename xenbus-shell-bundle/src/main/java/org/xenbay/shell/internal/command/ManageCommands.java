// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.XenbusAdmin;

/** Commands that change devices. */
@Component(service = ManageCommands.class)
@GogoCommand(
        scope = "xen",
        function = {"attach", "detach", "debug"})
public final class ManageCommands {
    private static final int MAX_OPTIONS = 100;
    private static final int MAX_LEVEL = 9;

    private final Platform platform;

    @Activate
    public ManageCommands(@Reference Platform platform) {
        this.platform = platform;
    }

    @Descriptor("Adds a device to a domain, as the toolstack does.")
    @Usage("attach <id> [key=value ...]")
    public String attach(
            @Descriptor("<id> [key=value ...]: domain/type/number; keys as in xl.cfg") String... arguments) {
        List<String> words = new Arguments("attach <id> [key=value ...]", arguments).between(1, 1 + MAX_OPTIONS);
        DeviceId id = Platform.id(words.get(0));
        Map<String, String> options = new LinkedHashMap<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new CommandMisuse("an option is written key=value, not " + word);
            }
            if (options.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw new CommandMisuse("option " + word.substring(0, equals) + " is given twice");
            }
        }
        XenbusAdmin admin = platform.admin();
        return Platform.clearly(() -> {
            admin.attach(id, options);
            return "attached " + id;
        });
    }

    @Descriptor("Removes a device: asks its backend to close, waits, and removes its directories.")
    @Usage("detach [--force] <id>")
    public String detach(
            @Descriptor("remove the directories also when the backend does not close in time")
                    @Parameter(names = "--force", presentValue = "true", absentValue = "false")
                    boolean force,
            @Descriptor("<id>: domain/type/number, such as 5/console/1") String... arguments) {
        DeviceId id = Platform.id(new Arguments("detach [--force] <id>", arguments).one());
        XenbusAdmin admin = platform.admin();
        return Platform.clearly(
                () -> admin.detach(id, force) ? "detached " + id : "detached " + id + " by force: it did not close");
    }

    @Descriptor("Sets how much is logged of a device, or of all: 0 errors, 1 information, 2 and above debugging.")
    @Usage("debug [<id>] <level>")
    public String debug(@Descriptor("[<id>] <level>: a level from 0 to 9") String... arguments) {
        List<String> words = new Arguments("debug [<id>] <level>", arguments).between(1, 2);
        int level = Arguments.number(words.get(words.size() - 1), "a level", 0, MAX_LEVEL);
        XenbusAdmin admin = platform.admin();
        return Platform.clearly(() -> {
            if (words.size() == 1) {
                admin.setDebugLevel(level);
                return "debug level of all devices: " + level;
            }
            DeviceId id = Platform.id(words.get(0));
            admin.setDebugLevel(id, level);
            return "debug level of " + id + ": " + level;
        });
    }
}
