// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.terminal;

import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandTerminal;

/**
 * The console of a command in a session.
 *
 * @param session a session of Gogo
 */
public record SessionConsole(CommandSession session) implements CommandConsole {

    /** Session variable with the terminal, if the session's creator has set it. */
    public static final String TERMINAL = ".xenbay.terminal";

    @Override
    public PrintStream out() {
        return Process.Utils.current().out();
    }

    @Override
    public PrintStream err() {
        return Process.Utils.current().err();
    }

    @Override
    public Path directory() {
        Path directory = session.currentDir();
        return directory == null ? CommandConsole.super.directory() : directory;
    }

    @Override
    public CommandTerminal terminal() {
        if (session.get(TERMINAL) instanceof CommandTerminal terminal) {
            return terminal;
        }
        if (session.get(".terminal") == null) {
            throw new CommandFailure("this shell has no terminal; run xenbay and the command on one");
        }
        return CommandFailure.from(() -> JlineTerminal.of(session));
    }
}
