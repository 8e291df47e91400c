// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xenbay.api.device.DeviceId;

/** One call of a command: its arguments and its console. Used by the thread that runs the command. */
public final class CommandCall {
    private final CommandSpec spec;
    private final CommandConsole console;
    private final Map<CommandSpec.Option, String> given = new HashMap<>();
    private final List<String> arguments = new ArrayList<>();

    private CommandCall(CommandSpec spec, List<String> words, CommandConsole console) {
        this.spec = spec;
        this.console = console;
        for (int i = 0; i < words.size(); i++) {
            CommandSpec.Option option = spec.option(words.get(i)).orElse(null);
            if (option == null) {
                arguments.add(argument(words.get(i)));
            } else if (option.absent().isEmpty()) {
                given.put(option, "");
            } else if (++i < words.size()) {
                given.put(option, words.get(i));
            } else {
                throw new CommandMisuse(
                        spec.title() + " does not take these arguments; help " + spec.title() + " says what it does");
            }
        }
        if (arguments.size() < spec.arguments().least()
                || arguments.size() > spec.arguments().most()) {
            throw misuse();
        }
    }

    /**
     * Parses a command line. The shell calls this for each call, and tests for theirs.
     *
     * @param spec how the command is called
     * @param words the words behind its name
     * @param console where its output is shown
     * @return the call
     * @throws CommandMisuse when an option is unknown or lacks its value, or there are too few or too many arguments
     */
    public static CommandCall of(CommandSpec spec, List<String> words, CommandConsole console) {
        return new CommandCall(spec, words, console);
    }

    private String argument(String word) {
        if (word.length() > 1 && word.startsWith("-") && !spec.arguments().anyText()) {
            throw new CommandMisuse("unknown option " + word + "; usage: " + spec.usage());
        }
        return word;
    }

    /** @return an exception for arguments that do not fit together; its message has the usage */
    public CommandMisuse misuse() {
        return new CommandMisuse("usage: " + spec.usage());
    }

    /** @return whether {@code --json} was given */
    public boolean isJson() {
        return spec.option(CommandSpec.JSON).filter(given::containsKey).isPresent();
    }

    /**
     * @param option one of the command's, by any of its names
     * @return whether it was given
     */
    public boolean has(String option) {
        return given.containsKey(known(option));
    }

    /**
     * @param option one of the command's, by any of its names
     * @return its value, or its default when it was not given
     */
    public String value(String option) {
        CommandSpec.Option known = known(option);
        return given.getOrDefault(known, known.absent().orElse(""));
    }

    private CommandSpec.Option known(String option) {
        return spec.option(option)
                .orElseThrow(() -> new IllegalArgumentException(spec.title() + " has no option " + option));
    }

    /** @return the words that are not options */
    public List<String> arguments() {
        return List.copyOf(arguments);
    }

    /**
     * @param index from 0
     * @param absent the default
     * @return the argument, or the default when it was not given
     */
    public String argument(int index, String absent) {
        return index < arguments.size() ? arguments.get(index) : absent;
    }

    /**
     * @param index of an argument, from 0
     * @return the device that it names
     * @throws CommandMisuse when it is not a device's id, or was not given
     */
    public DeviceId device(int index) {
        if (index >= arguments.size()) {
            throw misuse();
        }
        return CommandMisuse.from(() -> DeviceId.parse(arguments.get(index)));
    }

    /**
     * Resolves a file's name against the operator's working directory; the daemon has another one.
     *
     * @param typed an argument or an option's value
     * @return the file's absolute name; the file need not exist
     * @throws CommandMisuse when it cannot be the name of a file
     */
    public Path file(String typed) {
        try {
            return console.directory().resolve(typed);
        } catch (InvalidPathException notAFile) {
            throw new CommandMisuse("not the name of a file: " + PrintableText.of(typed), notAFile);
        }
    }

    /**
     * Reads a number.
     *
     * @param text the text to parse
     * @param what the number's meaning, for the message
     * @param least smallest value
     * @param most highest value
     * @return the number
     * @throws CommandMisuse when it is not a number, or not in the range
     */
    public static int number(String text, String what, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw new CommandMisuse(what + " is a number from " + least + " to " + most + ", not " + text, notANumber);
        }
        throw new CommandMisuse(what + " is a number from " + least + " to " + most + ", not " + text);
    }

    /** @return the stream for output that the command does not return: lines that follow as they happen, or bytes */
    public PrintStream out() {
        return console.out();
    }

    /**
     * Shows at once how far the command is. With {@code --json} the line goes to the standard error, so that the output stays
     * JSON.
     *
     * @param line shown with control characters escaped
     */
    public void progress(String line) {
        PrintStream stream = isJson() ? console.err() : console.out();
        stream.println(PrintableText.of(line));
        stream.flush();
    }

    /** @return the width of the terminal that the output is; 0 when it is a file, a pipe, or not known */
    public int columns() {
        return console.columns();
    }

    /**
     * Shows how far a longer work is: on a terminal as a bar with the time that is left, in one line that goes with the next output or the
     * command's end; elsewhere as a line on the standard error, every ten seconds. In its first two seconds a work is not shown, so a
     * command may call this as often as it likes, from any thread.
     *
     * @param what the work, which stays the same until it is done, such as {@code counting /srv/share}
     * @param done how much of it is done, in any unit
     * @param all how much there is to do; 0 when that is unknown
     */
    public void progress(String what, long done, long all) {
        console.progress(PrintableText.of(what), done, all);
    }

    /**
     * @return the operator's terminal
     * @throws CommandFailure when this shell has none
     */
    public CommandTerminal terminal() {
        return console.terminal();
    }
}
