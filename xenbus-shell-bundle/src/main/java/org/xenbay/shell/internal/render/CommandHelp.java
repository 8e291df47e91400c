// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.command.CommandSpec;

/**
 * The help for a command.
 *
 * @param name its name
 * @param summary what it does, in a line
 * @param usage its syntax
 * @param parts its options and arguments
 */
public record CommandHelp(String name, String summary, String usage, List<Part> parts) {

    /**
     * An option or argument.
     *
     * @param name as typed
     * @param meaning its meaning
     */
    public record Part(String name, String meaning) {}

    /**
     * @param spec the command's specification
     * @return its help
     */
    public static CommandHelp of(CommandSpec spec) {
        List<Part> parts = new ArrayList<>();
        spec.options()
                .forEach(option -> parts.add(new Part(
                        String.join(", ", option.names()) + (option.absent().isPresent() ? " VALUE" : ""),
                        option.meaning())));
        if (!spec.arguments().name().isEmpty()) {
            parts.add(new Part(spec.arguments().name(), spec.arguments().meaning()));
        }
        return new CommandHelp(spec.title(), spec.summary(), spec.usage(), parts);
    }
}
