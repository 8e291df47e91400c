// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.PrintableText;
import org.xenbay.shell.internal.terminal.JlineCompletion;
import org.xenbay.shell.internal.terminal.SessionConsole;

/** Completes words for the tab key, of this shell and of the operator's own; hidden from help. */
@Component(service = CompletionCommand.class)
@GogoCommand(
        scope = "xen",
        function = {"candidates", "completion", "suggestions"})
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

    /**
     * Completes a command line of the operator's own shell: what is in share/ of the distribution calls this.
     *
     * @param session the client's session
     * @param typed the words behind {@code xenbay}, up to the one that is completed, which may be empty
     * @return a line for each candidate, with its meaning behind a tab where it has one; of those that do not begin with the last word, only
     *     ids of devices of the type that it begins
     */
    public String suggestions(CommandSession session, String... typed) {
        List<String> words = typed.length == 0 ? List.of("") : List.of(typed);
        String word = words.get(words.size() - 1);
        Map<String, String> meanings = new LinkedHashMap<>();
        if (words.size() == 1) {
            commands.specs().forEach(spec -> meanings.put(spec.title(), spec.summary()));
        } else {
            candidates(session, words.toArray(String[]::new)).forEach(candidate -> meanings.put(candidate, ""));
            commands.named(words.get(0))
                    .filter(command -> word.startsWith("-"))
                    .ifPresent(command -> addOptions(command.spec(), meanings));
        }
        return fitting(meanings, word).limit(MAX_CANDIDATES).collect(Collectors.joining("\n"));
    }

    private static void addOptions(CommandSpec spec, Map<String, String> meanings) {
        spec.options().forEach(option -> option.names().forEach(name -> meanings.put(name, option.meaning())));
        meanings.putIfAbsent(Commands.HELP, "describes the command");
    }

    private static Stream<String> fitting(Map<String, String> meanings, String word) {
        List<String> begin = lines(meanings, candidate -> candidate.startsWith(word));
        return begin.isEmpty()
                ? lines(meanings, candidate -> candidate.matches("\\d+/.*") && candidate.contains("/" + word)).stream()
                : begin.stream();
    }

    private static List<String> lines(Map<String, String> meanings, Predicate<String> wanted) {
        return meanings.entrySet().stream()
                .filter(candidate -> wanted.test(candidate.getKey()))
                .map(candidate -> (PrintableText.of(candidate.getKey()) + "\t" + candidate.getValue()).stripTrailing())
                .toList();
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
