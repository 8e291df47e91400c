// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.command.CommandSpec;

/**
 * What is to be known of a command.
 *
 * @param name its name
 * @param summary what it does, in a line
 * @param usage how it is called
 * @param parts its options and arguments
 */
public record CommandHelp(String name, String summary, String usage, List<Part> parts) {

    /**
     * An option or argument.
     *
     * @param name as typed
     * @param meaning what it is
     */
    public record Part(String name, String meaning) {}

    /**
     * @param spec how a command is called
     * @return what is to be known of it
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
