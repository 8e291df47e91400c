// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.terminal;

import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandTerminal;
import org.xenbay.shell.internal.render.Page;
import org.xenbay.shell.internal.render.ProgressLine;
import org.xenbay.shell.internal.render.Renderer;

/** The console of one call of a command in a session. */
public final class SessionConsole implements CommandConsole, AutoCloseable {

    /** Session variable with the terminal, if the session's creator has set it. */
    public static final String TERMINAL = ".xenbay.terminal";

    private final CommandSession session;

    /** Null where no command runs. */
    private final @Nullable ProgressLine progress;

    /**
     * Made by the thread that runs the command.
     *
     * @param session a session of Gogo
     */
    public SessionConsole(CommandSession session) {
        this.session = session;
        this.progress = progress(Process.Utils.current(), Renderer.page(session));
    }

    private static @Nullable ProgressLine progress(@Nullable Process process, Page page) {
        if (process == null) {
            return null;
        }
        PrintStream stream = page.columns() > 0 ? process.out() : process.err();
        return new ProgressLine(stream, page.columns(), System::nanoTime);
    }

    @Override
    public PrintStream out() {
        close();
        return Process.Utils.current().out();
    }

    @Override
    public PrintStream err() {
        close();
        return Process.Utils.current().err();
    }

    @Override
    public void progress(String what, long done, long all) {
        if (progress != null) {
            progress.show(what, done, all);
        }
    }

    @Override
    public Path directory() {
        Path directory = session.currentDir();
        return directory == null ? CommandConsole.super.directory() : directory;
    }

    @Override
    public int columns() {
        return Renderer.page(session).columns();
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

    /** Takes the bar of a work away. */
    @Override
    public void close() {
        if (progress != null) {
            progress.clear();
        }
    }
}
