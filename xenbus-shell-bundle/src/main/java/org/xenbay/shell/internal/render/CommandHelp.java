// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.xenbay.api.command.CommandSpec;

/**
 * The help for a command.
 *
 * @param name its name
 * @param summary what it does, in a line
 * @param usage its syntax
 * @param parts its options and arguments
 * @param examples calls of it
 */
public record CommandHelp(String name, String summary, String usage, List<Part> parts, List<Part> examples) {

    /** The defaults of options that say by themselves that the option is not given. */
    private static final Set<String> NOTHING = Set.of("", "0");

    /**
     * An option, an argument, or an example.
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
        spec.options().forEach(option -> parts.add(part(option)));
        if (!spec.arguments().name().isEmpty()) {
            parts.add(new Part(spec.arguments().name(), spec.arguments().meaning()));
        }
        List<Part> examples = spec.examples().stream()
                .map(example -> new Part((spec.title() + " " + example.line()).strip(), example.meaning()))
                .toList();
        return new CommandHelp(spec.title(), spec.summary(), spec.usage(), parts, examples);
    }

    private static Part part(CommandSpec.Option option) {
        String names = String.join(", ", option.names());
        return option.absent()
                .map(absent -> new Part(
                        names + " VALUE",
                        option.meaning() + (NOTHING.contains(absent) ? "" : " (" + absent + " when it is not given)")))
                .orElseGet(() -> new Part(names, option.meaning()));
    }
}
