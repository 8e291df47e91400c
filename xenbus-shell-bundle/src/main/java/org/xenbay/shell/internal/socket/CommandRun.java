// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.felix.gogo.runtime.Closure;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.shell.internal.render.Renderer;
import org.xenbay.shell.internal.render.Verdict;
import org.xenbay.shell.internal.terminal.SessionConsole;
import org.xenbay.shell.wire.FrameChannel;
import org.xenbay.shell.wire.FrameType;
import org.xenbay.shell.wire.Hello;

/** One command of a client, in its own Gogo session. */
final class CommandRun implements AutoCloseable {
    private static final Pattern COMMAND = Pattern.compile("(?:[A-Za-z][\\w.-]*:)?\\w[\\w-]*");

    private final Hello hello;
    private final PrintStream out;
    private final PrintStream err;
    private final CommandSession session;
    private volatile int error;

    CommandRun(CommandProcessor processor, FrameChannel channel, RemoteInput input, Hello hello) {
        this.hello = hello;
        this.out = new PrintStream(new RemoteOutput(channel, FrameType.STDOUT), true, StandardCharsets.UTF_8);
        this.err = new PrintStream(new RemoteOutput(channel, FrameType.STDERR), true, StandardCharsets.UTF_8);
        this.session = processor.createSession(input, out, err);
        session.put("SCOPE", "xen:felix:gogo:*");
        session.put(SessionConsole.TERMINAL, new RemoteTerminal(channel, input, hello.keyboard()));
        if (!hello.directory().isEmpty()) {
            session.currentDir(Path.of(hello.directory()));
        }
        session.put(Renderer.COLOUR, hello.colour());
        if (hello.columns() > 0) {
            session.put(Renderer.COLUMNS, hello.columns());
        }
        session.setJobListener((job, before, now) -> {
            if (now == Job.Status.Done && job.result() != null) {
                error = job.result().error();
            }
        });
    }

    /** @return the exit code */
    int run() {
        String name = hello.words().get(0);
        try {
            int exit = Outcome.DONE;
            for (CharSequence statement : statements()) {
                Object result = execute(statement);
                exit = Math.max(exit, Verdict.exitOf(result));
                CharSequence text = result == null ? "" : session.format(result, Converter.INSPECT);
                if (!text.isEmpty()) {
                    out.println(text);
                }
            }
            return error == 0 ? exit : CommandFailure.FAILED;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return CommandFailure.FAILED;
        } catch (Exception failure) { // the code may be any bundle's: whatever it throws is this command's failure
            Outcome outcome = Outcome.of(name, failure);
            err.println(outcome.text());
            return outcome.exit();
        }
    }

    /** Captures the output: Gogo treats a session's own output as a terminal, and commands would colour it. */
    private Object execute(CharSequence line) throws Exception {
        if (hello.columns() > 0) {
            return session.execute(line);
        }
        return new Closure((CommandSessionImpl) session, null, line)
                .execute(session, null, new CapturedOutput(Channels.newChannel(out)));
    }

    /** Passes arguments in a variable, so that the shell does not parse them. */
    private List<String> statements() {
        List<String> words = hello.words();
        String name = words.get(0);
        if (hello.line()) {
            return Statements.of(name);
        }
        if (!COMMAND.matcher(name).matches()) {
            throw new CommandMisuse("not a command's name: " + name);
        }
        session.put("args", words.subList(1, words.size()));
        return List.of(name + " $args");
    }

    /** Interrupts the command if it still runs. */
    @Override
    public void close() {
        Job job = session.foregroundJob();
        if (job != null) {
            job.interrupt();
        }
        session.close();
    }
}
