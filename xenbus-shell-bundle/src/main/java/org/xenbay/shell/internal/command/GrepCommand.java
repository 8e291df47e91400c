// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.shell.internal.render.CommandHelp;
import org.xenbay.shell.internal.render.Page;
import org.xenbay.shell.internal.render.Renderer;

/**
 * Selects lines in shells without a terminal; the terminal's shell has its own {@code grep}. Gogo's plain {@code grep} returns
 * a value, which would be shown as an additional line.
 */
@Component(
        service = {},
        immediate = true)
public final class GrepCommand {
    private static final String USAGE = "grep [-i] [-v] <pattern>";

    private @Nullable ServiceRegistration<GrepCommand> registration;

    GrepCommand() {}

    @Activate
    public GrepCommand(BundleContext context) {
        if (!"terminal".equalsIgnoreCase(context.getProperty("xenbay.shell"))) {
            Dictionary<String, Object> command = new Hashtable<>();
            command.put(CommandProcessor.COMMAND_SCOPE, "xen");
            command.put(CommandProcessor.COMMAND_FUNCTION, new String[] {"grep"});
            registration = context.registerService(GrepCommand.class, this, command);
        }
    }

    @Deactivate
    void stop() {
        if (registration != null) {
            registration.unregister();
        }
    }

    @Descriptor("Selects matching lines of a command's output: devices | grep console.")
    @Usage(
            value = USAGE,
            example = "devices | grep -v 'all is well'",
            meaning = "the devices that are not served, or with trouble")
    public void grep(
            @Descriptor("ignore upper and lower case")
                    @Parameter(
                            names = {"-i", "--ignore-case"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean anyCase,
            @Descriptor("select the lines that do not match")
                    @Parameter(
                            names = {"-v", "--invert-match"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean others,
            @Descriptor("<pattern>: a regular expression of Java, found anywhere in a line") String... arguments)
            throws IOException {
        if (List.of(arguments).equals(List.of(Commands.HELP))) {
            Process.Utils.current().out().println(help());
            return;
        }
        Pattern wanted = pattern(only(arguments), anyCase ? Pattern.CASE_INSENSITIVE : 0);
        Process process = Process.Utils.current();
        PrintStream out = process.out();
        BoundedLines lines = new BoundedLines(process.in());
        boolean found = false;
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            if (wanted.matcher(line.get()).find() != others) {
                out.println(line.get());
                found = true;
            }
        }
        process.error(found ? 0 : 1);
    }

    private CharSequence help() {
        CommandHelp help = GogoHelp.describe(this, "grep").orElseThrow();
        return Objects.requireNonNull(new Renderer().format(help, Page.PLAIN));
    }

    private static String only(String... arguments) {
        for (String argument : arguments) {
            if (argument.length() > 1 && argument.startsWith("-")) {
                throw new CommandMisuse("unknown option " + argument + "; usage: " + USAGE);
            }
        }
        if (arguments.length != 1) {
            throw new CommandMisuse("usage: " + USAGE);
        }
        return arguments[0];
    }

    private static Pattern pattern(String text, int flags) {
        try {
            return Pattern.compile(text, flags);
        } catch (PatternSyntaxException wrong) {
            throw new CommandMisuse("not a regular expression: " + text + " (" + wrong.getDescription() + ")", wrong);
        }
    }
}
