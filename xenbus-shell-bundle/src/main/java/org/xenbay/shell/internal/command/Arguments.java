// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.List;

/** What is left of a command line when Gogo has taken the options it knows. */
final class Arguments {
    private final List<String> values;
    private final String usage;

    /**
     * @param usage how the command is called
     * @param values the arguments
     * @throws CommandMisuse when one of them is an option, which is then one nobody knows
     */
    Arguments(String usage, String... values) {
        this.usage = usage;
        this.values = List.of(values);
        for (String value : values) {
            if (value.length() > 1 && value.startsWith("-")) {
                throw new CommandMisuse("unknown option " + value + "; usage: " + usage);
            }
        }
    }

    /** @return the arguments, when there are neither fewer nor more than that */
    List<String> between(int least, int most) {
        if (values.size() < least || values.size() > most) {
            throw new CommandMisuse("usage: " + usage);
        }
        return values;
    }

    /** Checks that there are none. */
    void none() {
        between(0, 0);
    }

    /** @return the only argument */
    String one() {
        return between(1, 1).get(0);
    }

    /** @return the only argument, or what stands for it when there is none */
    String oneOr(String absent) {
        return between(0, 1).isEmpty() ? absent : values.get(0);
    }

    /**
     * @param text an argument
     * @param what what it is, for the message
     * @param least smallest value
     * @param most highest value
     * @return its number
     */
    static int number(String text, String what, int least, int most) {
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
}
