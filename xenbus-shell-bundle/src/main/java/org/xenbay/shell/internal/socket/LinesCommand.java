// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Job;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The daemon's own shell for lines from a pipe, or from a terminal without cursor control. On the launcher's request, Gogo
 * calls it when every bundle has started. Hidden from help.
 */
@Component(service = LinesCommand.class)
@GogoCommand(scope = "xen", function = "lines")
public final class LinesCommand {
    /** Property of the service that the launcher calls at each SIGINT. */
    static final String INTERRUPT = "xenbay.interrupt";

    private final BundleContext context;
    /** Null while the next line is waited for. */
    private final AtomicReference<Running> running = new AtomicReference<>();

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
        ServiceRegistration<BooleanSupplier> interrupt = context.registerService(
                BooleanSupplier.class, this::interrupt, FrameworkUtil.asDictionary(Map.of(INTERRUPT, true)));
        try {
            follow(session);
        } finally {
            interrupt.unregister();
        }
        context.getBundle(0).stop();
    }

    private void follow(CommandSession session) throws IOException {
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
    }

    private static Optional<String> next(CommandSession session, PrintStream console) throws IOException {
        console.print("xenbay> ");
        console.flush();
        return line(session.getKeyboard());
    }

    /** Reads a line and no byte beyond it, because a command may read the next bytes. Empty at the end of the input. */
    private static Optional<String> line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = in.read();
        }
        return next < 0 && line.size() == 0 ? Optional.empty() : Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    /** @return whether a line was running, whose command is interrupted now. By any thread. */
    boolean interrupt() {
        Running line = running.get();
        if (line == null) {
            return false;
        }
        line.interrupt();
        return true;
    }

    /**
     * A running line.
     *
     * @param session its session
     * @param before jobs that started before the line; the shell itself is one
     * @param thread runs the command if Gogo makes no job for it, which happens because the shell is itself a command
     */
    private record Running(CommandSession session, List<Job> before, Thread thread) {
        void interrupt() {
            List<Job> own =
                    session.jobs().stream().filter(job -> !before.contains(job)).toList();
            own.forEach(Job::interrupt);
            if (own.isEmpty()) {
                thread.interrupt();
            }
        }
    }

    private void run(CommandSession session, String line) {
        running.set(new Running(session, List.copyOf(session.jobs()), Thread.currentThread()));
        try {
            for (String statement : Statements.of(line)) {
                show(session, session.execute(statement));
            }
        } catch (InterruptedException interrupted) {
            session.getConsole().println();
        } catch (Exception failure) { // the code may be any bundle's: whatever it throws is this line's failure
            session.put("exception", failure);
            session.getConsole().flush();
            System.err.println(Outcome.of(line.strip(), failure).text());
        } finally {
            running.set(null);
        }
    }

    private static void show(CommandSession session, Object result) {
        session.put("_", result);
        CharSequence text = result == null ? "" : session.format(result, Converter.INSPECT);
        if (!text.isEmpty()) {
            session.getConsole().println(text);
        }
    }
}
