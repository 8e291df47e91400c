// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.IOException;
import java.io.PrintStream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Process;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.ConsoleAttachment;
import org.xenbay.shell.internal.terminal.JlineTerminal;
import org.xenbay.shell.internal.terminal.LiveTerminal;

/** Takes part in a guest's console. */
@Component(service = ConsoleCommand.class)
@GogoCommand(scope = "xen", function = "console")
public final class ConsoleCommand {
    private static final String USAGE = "console <id>";

    private final Platform platform;

    @Activate
    public ConsoleCommand(@Reference Platform platform) {
        this.platform = platform;
    }

    @Descriptor("Takes part in a guest's console; Ctrl-] leaves it.")
    @Usage(USAGE)
    public void console(
            CommandSession session, @Descriptor("<id>: domain/console/number, such as 5/console/0") String... arguments)
            throws IOException, InterruptedException {
        DeviceId id = Platform.id(new Arguments(USAGE, arguments).one());
        ConsoleAttachment service = platform.consoles().stream()
                .filter(candidate -> candidate.consoles().contains(id))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("there is no console " + id + " to attach to now"));
        LiveTerminal terminal = terminal(session);
        PrintStream out = Process.Utils.current().out();
        if (!terminal.isInteractive()) {
            new ConsoleVisit(service, id).run(terminal.keyboard(), out);
            return;
        }
        out.print("attached to " + id + "; Ctrl-] leaves\n");
        out.flush();
        ConsoleVisit.End end;
        try (LiveTerminal.Raw raw = terminal.enterRaw()) {
            end = new ConsoleVisit(service, id).run(terminal.keyboard(), out);
        }
        out.print(end == ConsoleVisit.End.LEFT ? "\nleft " + id + "\n" : "\nconsole " + id + " has ended\n");
        out.flush();
    }

    private static LiveTerminal terminal(CommandSession session) {
        if (session.get(LiveTerminal.VARIABLE) instanceof LiveTerminal terminal) {
            return terminal;
        }
        if (session.get(".terminal") == null) {
            throw new CommandFailure("this shell has no terminal; use: xenbay console <id>");
        }
        return Platform.clearly(() -> JlineTerminal.of(session));
    }
}
