// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The daemon's own shell for lines from a pipe, or from a terminal without cursor control. The launcher has Gogo call it
 * when every bundle has started; hidden from help.
 */
@Component(service = LinesCommand.class)
@GogoCommand(scope = "xen", function = "lines")
public final class LinesCommand {
    private final BundleContext context;

    @Activate
    public LinesCommand(BundleContext context) {
        this.context = context;
    }

    /**
     * Runs each line of the session's keyboard, and stops the framework at the end.
     *
     * @throws BundleException when the framework does not stop
     * @throws IOException when the keyboard cannot be read
     */
    public void lines(CommandSession session) throws BundleException, IOException {
        session.put("SCOPE", "xen:felix:gogo:*");
        PrintStream console = session.getConsole();
        console.println("Xenbay. help lists the commands, exit or Ctrl-D stops the daemon.");
        AtomicBoolean left = new AtomicBoolean();
        session.put("exit", (Function) (unused, arguments) -> {
            left.set(true);
            return null;
        });
        Optional<String> line = next(session, console);
        while (line.isPresent() && !left.get()) {
            if (!line.get().isBlank()) {
                run(session, line.get());
            }
            line = left.get() ? Optional.empty() : next(session, console);
        }
        console.println();
        context.getBundle(0).stop();
    }

    private static Optional<String> next(CommandSession session, PrintStream console) throws IOException {
        console.print("xenbay> ");
        console.flush();
        return line(session.getKeyboard());
    }

    /** Reads a line and no byte beyond it: a command may read the next ones. Empty at the end of the input. */
    private static Optional<String> line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = in.read();
        }
        return next < 0 && line.size() == 0 ? Optional.empty() : Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    private static void run(CommandSession session, String line) {
        try {
            Object result = session.execute(line);
            session.put("_", result);
            CharSequence text = result == null ? "" : session.format(result, Converter.INSPECT);
            if (!text.isEmpty()) {
                session.getConsole().println(text);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) { // a command may be any bundle's code: whatever it throws is this line's failure
            session.put("exception", failure);
            session.getConsole().flush();
            System.err.println(Outcome.of(line.strip(), failure).text());
        }
    }
}
