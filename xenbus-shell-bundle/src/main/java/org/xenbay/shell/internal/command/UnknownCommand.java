// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Component;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.api.settings.Nearest;

/** Gogo calls this in every shell for a command that does not exist. */
@Component(service = UnknownCommand.class)
@GogoCommand(scope = "xen", function = "default")
public final class UnknownCommand {
    /** Session variable of Gogo: all commands, as {@code scope:function}. */
    private static final String COMMANDS = ".commands";

    private static final Set<String> HIDDEN = Set.of("candidates", "completion", "default", "lines", "suggestions");

    /**
     * @param session of the command
     * @param words the command's name, and its arguments
     * @throws CommandMisuse always
     */
    public Object getdefault(CommandSession session, Object... words) {
        throw misuse(String.valueOf(words[0]), functions(session));
    }

    private static List<String> functions(CommandSession session) {
        if (session.get(COMMANDS) instanceof Collection<?> commands) {
            return commands.stream()
                    .map(Object::toString)
                    .map(name -> name.substring(name.indexOf(':') + 1))
                    .filter(name -> !HIDDEN.contains(name))
                    .sorted()
                    .toList();
        }
        return List.of();
    }

    static CommandMisuse misuse(String name, Collection<String> known) {
        String near = Nearest.of(name, known)
                .map(word -> "did you mean " + word + "? ")
                .orElse("");
        return new CommandMisuse("there is no command " + name + "; " + near + "help lists them");
    }
}
