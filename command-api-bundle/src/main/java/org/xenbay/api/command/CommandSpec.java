// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a command is called. Immutable: each method returns another value.
 *
 * <pre>{@code
 * CommandSpec.of("echo", "Lists what guests sent.")
 *         .usage("[--json] [--most N] [id]")
 *         .json("as JSON")
 *         .option("--most", "10", "rows at most")
 *         .arguments(0, 1, "[id]", "domain/echo/number")
 *         .example("the latest three of a device", "--most", "3", "5/echo/0")
 * }</pre>
 */
public final class CommandSpec {

    /** The scope of the platform's own commands, which is the first that is searched. */
    public static final String XEN = "xen";

    /** Adds {@code --json}. */
    static final String JSON = "--json";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][\\w-]*");

    /** A word that no shell changes. */
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

    private final String scope;
    private final String name;
    private final String summary;
    private final String usage;
    private final List<Option> options;
    private final Arguments arguments;
    private final List<Example> examples;

    /**
     * An option.
     *
     * @param names as typed, the long one first
     * @param absent its value when it is not given; empty when it takes none
     * @param meaning what it does
     */
    public record Option(List<String> names, Optional<String> absent, String meaning) {
        /** Copies its names. */
        public Option {
            names = List.copyOf(names);
        }
    }

    /**
     * The arguments that are not options.
     *
     * @param least the least number
     * @param most the greatest number
     * @param name their name in the usage; empty without arguments
     * @param meaning their description
     * @param anyText whether they may begin with {@code -}
     */
    public record Arguments(int least, int most, String name, String meaning, boolean anyText) {}

    /**
     * A call that an operator may make.
     *
     * @param words the words behind the command's name
     * @param meaning what this call does, without a full stop
     */
    public record Example(List<String> words, String meaning) {
        /** Copies its words. */
        public Example {
            words = List.copyOf(words);
        }

        /** @return the words as operators type them, in quotes where a shell would change them */
        public String line() {
            return words.stream().map(Example::quoted).collect(Collectors.joining(" "));
        }

        private static String quoted(String word) {
            return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
        }
    }

    private CommandSpec(
            String scope,
            String name,
            String summary,
            String usage,
            List<Option> options,
            Arguments arguments,
            List<Example> examples) {
        this.scope = scope;
        this.name = name;
        this.summary = summary;
        this.usage = usage;
        this.options = List.copyOf(options);
        this.arguments = arguments;
        this.examples = List.copyOf(examples);
        if (!NAME.matcher(name).matches() || !NAME.matcher(scope).matches()) {
            throw new IllegalArgumentException("not a command's name: " + scope + ":" + name);
        }
    }

    /**
     * A command of the scope {@link #XEN}, without options and arguments.
     *
     * @param name letters, digits, {@code _} and {@code -}
     * @param summary what it does, one sentence of at most 110 characters
     * @return how it is called
     */
    public static CommandSpec of(String name, String summary) {
        return new CommandSpec(XEN, name, summary, "", List.of(), new Arguments(0, 0, "", "", false), List.of());
    }

    /**
     * @param other the bundle's own scope: the operator types {@code scope:name}, or only {@code name} where no other scope has
     *     that name
     * @return the changed value
     */
    public CommandSpec scope(String other) {
        return new CommandSpec(other, name, summary, usage, options, arguments, examples);
    }

    /**
     * @param text options and arguments, as in {@code [--json] <id>}
     * @return the changed value
     */
    public CommandSpec usage(String text) {
        return new CommandSpec(scope, name, summary, text, options, arguments, examples);
    }

    /**
     * Adds {@code --json}: what the command returns is shown as JSON.
     *
     * @param meaning its description in {@code help}
     * @return the changed value
     */
    public CommandSpec json(String meaning) {
        return flag(meaning, JSON);
    }

    /**
     * Adds an option without a value.
     *
     * @param meaning what it does
     * @param names as typed, {@code -r} or {@code --recursive}
     * @return the changed value
     */
    public CommandSpec flag(String meaning, String... names) {
        return with(new Option(List.of(names), Optional.empty(), meaning));
    }

    /**
     * Adds an option with a value.
     *
     * @param optionName as typed
     * @param absent its value when it is not given
     * @param meaning what it does
     * @return the changed value
     */
    public CommandSpec option(String optionName, String absent, String meaning) {
        return with(new Option(List.of(optionName), Optional.of(absent), meaning));
    }

    private CommandSpec with(Option option) {
        List<Option> more = new ArrayList<>(options);
        more.add(option);
        return new CommandSpec(scope, name, summary, usage, more, arguments, examples);
    }

    /**
     * @param least the least number of arguments
     * @param most the greatest number
     * @param title their names in the usage: {@code <id> [port]}
     * @param meaning their description
     * @return the changed value
     */
    public CommandSpec arguments(int least, int most, String title, String meaning) {
        return with(new Arguments(least, most, title, meaning, false));
    }

    /** @return the changed value: arguments may begin with {@code -}, and an unknown option counts as an argument */
    public CommandSpec anyText() {
        return with(new Arguments(arguments.least, arguments.most, arguments.name, arguments.meaning, true));
    }

    private CommandSpec with(Arguments others) {
        return new CommandSpec(scope, name, summary, usage, options, others, examples);
    }

    /**
     * Adds an example, which {@code help}, {@code --help} and the manual page show.
     *
     * @param meaning what this call does, without a full stop
     * @param words the words behind the command's name, each as the command gets it, without quotes
     * @return the changed value
     */
    public CommandSpec example(String meaning, String... words) {
        List<Example> more = new ArrayList<>(examples);
        more.add(new Example(List.of(words), meaning));
        return new CommandSpec(scope, name, summary, usage, options, arguments, more);
    }

    /** @return its scope */
    public String scope() {
        return scope;
    }

    /** @return its name within the scope */
    public String name() {
        return name;
    }

    /** @return as operators type it: the name, after its scope when that is not {@link #XEN} */
    public String title() {
        return scope.equals(XEN) ? name : scope + ":" + name;
    }

    /** @return what it does, in a line */
    public String summary() {
        return summary;
    }

    /** @return how it is called, with its name */
    public String usage() {
        return usage.isEmpty() ? title() : title() + " " + usage;
    }

    /** @return its options, in the order in which they were added */
    public List<Option> options() {
        return options;
    }

    /** @return the arguments that are not options */
    public Arguments arguments() {
        return arguments;
    }

    /** @return its examples, in the order in which they were added */
    public List<Example> examples() {
        return examples;
    }

    /**
     * @param word a word of a command line
     * @return the option that it names, if any
     */
    public Optional<Option> option(String word) {
        return options.stream().filter(option -> option.names.contains(word)).findFirst();
    }
}
