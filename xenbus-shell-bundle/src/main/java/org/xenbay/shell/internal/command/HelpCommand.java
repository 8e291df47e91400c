// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.Listing;
import org.xenbay.shell.internal.render.CommandHelp;
import org.xenbay.shell.internal.render.Tables;

/** Describes registered commands, and Gogo's commands in scope xen, of all bundles. */
final class HelpCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("help", "Lists the commands, or describes one.")
            .usage("[command]")
            .arguments(0, 1, "[command]", "such as devices")
            .example("what explain does, and how it is called", "explain");

    private final Supplier<Collection<CommandSpec>> registered;
    private final GogoHelp others;

    /** @param registered commands */
    HelpCommand(Supplier<Collection<CommandSpec>> registered, GogoHelp others) {
        this.registered = registered;
        this.others = others;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(CommandCall call) {
        String name = call.argument(0, "");
        Map<String, CommandHelp> commands = commands();
        if (name.isEmpty()) {
            return new Listing<>(Tables.COMMANDS, List.copyOf(commands.values()));
        }
        String scope = CommandSpec.XEN + ":";
        CommandHelp found = commands.get(name.startsWith(scope) ? name.substring(scope.length()) : name);
        if (found == null) {
            throw UnknownCommand.misuse(name, commands.keySet());
        }
        return found;
    }

    /** By title. */
    Map<String, CommandHelp> commands() {
        Map<String, CommandHelp> commands = new TreeMap<>(others.commands());
        registered.get().forEach(spec -> commands.put(spec.title(), CommandHelp.of(spec)));
        return commands;
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return List.copyOf(commands().keySet());
    }
}
