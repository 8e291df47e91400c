// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.terminal;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.felix.service.command.CommandSession;
import org.jline.builtins.Completers.CompletionData;
import org.jline.reader.ParsedLine;
import org.xenbay.api.command.Command;

/** The tab key of the interactive shell. Loaded only in a session that has a terminal: the terminal library is optional. */
public final class JlineCompletion {
    /** Session variable of Gogo: descriptions of commands for the tab key, by scope and name. */
    private static final String COMPLETIONS = ".completions";

    /** Session variable of Gogo, set while the tab key's script runs. */
    private static final String LINE = ".commandLine";

    private JlineCompletion() {}

    /**
     * Completes commands by their specs.
     *
     * @param session session of an interactive shell
     * @param commands finds a command by its typed name, with its scope or without
     */
    @SuppressWarnings("unchecked") // Gogo's own
    public static void install(CommandSession session, Function<String, Optional<Command>> commands) {
        Map<String, List<CompletionData>> others = (Map<String, List<CompletionData>>) session.get(COMPLETIONS);
        session.put(COMPLETIONS, new Completions(commands, others == null ? new HashMap<>() : others));
    }

    /**
     * @param session the session of the key stroke
     * @return the words of the line up to the cursor's
     */
    public static List<String> words(CommandSession session) {
        ParsedLine line = (ParsedLine) session.get(LINE);
        List<String> words = new ArrayList<>();
        line.words().subList(0, line.wordIndex()).forEach(word -> words.add(word.toString()));
        words.add(line.word());
        return words;
    }

    /**
     * Commands that are registered now, and commands that scripts added. Of several commands with one name, the shell runs the
     * one of the first scope, but the tab key asks for the one of the last scope. Therefore all scopes get the same candidates.
     */
    private static final class Completions extends AbstractMap<String, List<CompletionData>> {
        private final Function<String, Optional<Command>> commands;
        private final Map<String, List<CompletionData>> others;

        Completions(Function<String, Optional<Command>> commands, Map<String, List<CompletionData>> others) {
            this.commands = commands;
            this.others = others;
        }

        @Override
        public List<CompletionData> get(Object name) {
            return commands.apply(String.valueOf(name)).map(Completions::of).orElseGet(() -> others.get(name));
        }

        @Override
        public List<CompletionData> put(String name, List<CompletionData> value) {
            return others.put(name, value);
        }

        @Override
        public Set<Entry<String, List<CompletionData>>> entrySet() {
            return others.entrySet();
        }

        private static List<CompletionData> of(Command command) {
            List<CompletionData> data = new ArrayList<>();
            command.spec()
                    .options()
                    .forEach(option -> data.add(new CompletionData(option.names(), option.meaning(), null, null)));
            data.add(new CompletionData(null, null, "xen:candidates", null));
            return data;
        }
    }
}
