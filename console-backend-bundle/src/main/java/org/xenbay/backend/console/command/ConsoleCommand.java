// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.CommandTerminal;
import org.xenbay.api.device.DeviceId;

/** Takes part in a guest's console. */
@Component
public final class ConsoleCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of(
                    "console", "Takes part in a guest's console; Ctrl-] leaves it.")
            .usage("<id>")
            .arguments(1, 1, "<id>", "domain/console/number, such as 5/console/0")
            .example("takes part in the first console of domain 5", "5/console/0");

    private final ConsoleAttachment consoles;

    /** @param consoles the backend */
    @Activate
    public ConsoleCommand(@Reference ConsoleAttachment consoles) {
        this.consoles = consoles;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public @Nullable Object run(CommandCall call) throws IOException, InterruptedException {
        DeviceId id = call.device(0);
        if (!consoles.consoles().contains(id)) {
            throw new CommandFailure("there is no console " + id + " to attach to now");
        }
        CommandTerminal terminal = call.terminal();
        PrintStream out = call.out();
        if (!terminal.isInteractive()) {
            new AttachedTerminal(consoles, id).run(terminal, out);
            return null;
        }
        out.print("attached to " + id + "; Ctrl-] leaves\n");
        out.flush();
        AttachedTerminal.End end;
        try (CommandTerminal.Raw raw = terminal.enterRaw()) {
            end = new AttachedTerminal(consoles, id).run(terminal, out);
        }
        out.print(end == AttachedTerminal.End.LEFT ? "\nleft " + id + "\n" : "\nconsole " + id + " has ended\n");
        out.flush();
        return null;
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return consoles.consoles().stream().map(DeviceId::toString).toList();
    }
}
