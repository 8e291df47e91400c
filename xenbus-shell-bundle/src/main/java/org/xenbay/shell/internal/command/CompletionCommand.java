// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.shell.internal.terminal.JlineCompletion;
import org.xenbay.shell.internal.terminal.SessionConsole;

/** Completes words for the tab key; hidden from help. */
@Component(service = CompletionCommand.class)
@GogoCommand(
        scope = "xen",
        function = {"candidates", "completion"})
public final class CompletionCommand {
    static final int MAX_CANDIDATES = 1000;

    private static final Logger LOG = System.getLogger(CompletionCommand.class.getName());

    private final Commands commands;

    @Activate
    public CompletionCommand(@Reference Commands commands) {
        this.commands = commands;
    }

    /**
     * Makes the session's tab key complete the commands that are registered at that moment. Called by etc/gosh_profile.
     *
     * @param session session of an interactive shell
     */
    public void completion(CommandSession session) {
        JlineCompletion.install(session, commands::named);
    }

    /**
     * @param session the session of the key stroke
     * @param typed the words of the line up to the one that is completed; empty for the session's own line
     * @return candidates for the word; empty when the component that knows them is not running
     */
    public List<String> candidates(CommandSession session, String... typed) {
        List<String> words = typed.length == 0 ? JlineCompletion.words(session) : List.of(typed);
        Optional<Command> command = commands.named(words.get(0));
        Path directory = new SessionConsole(session).directory();
        return command.map(known -> candidates(known, words, directory)).orElse(List.of());
    }

    private static List<String> candidates(Command command, List<String> words, Path directory) {
        CommandSpec spec = command.spec();
        List<String> before = new ArrayList<>();
        int last = words.size() - 1;
        for (int i = 1; i < last; i++) {
            Optional<CommandSpec.Option> option = spec.option(words.get(i));
            if (option.isEmpty()) {
                before.add(words.get(i));
            } else if (option.get().absent().isPresent() && ++i == last) {
                String name = option.get().names().get(0);
                return offered(words, () -> command.completeValue(name, words.get(last)));
            }
        }
        return before.size() >= spec.arguments().most()
                ? List.of()
                : offered(words, () -> command.complete(before, words.get(last), directory));
    }

    private static List<String> offered(List<String> words, Supplier<List<String>> candidates) {
        try {
            return candidates.get().stream().limit(MAX_CANDIDATES).toList();
        } catch (RuntimeException notRunning) { // the code is any bundle's, and runs while an operator types
            LOG.log(Level.DEBUG, "no candidates for " + words, notRunning);
            return List.of();
        }
    }
}
