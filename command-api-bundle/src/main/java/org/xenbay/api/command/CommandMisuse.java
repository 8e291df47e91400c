// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.util.function.Supplier;

/** A command was called wrongly: the command does not exist, or an argument is missing, unknown or cannot be parsed. */
public final class CommandMisuse extends CommandFailure {

    /** Its exit code. */
    public static final int MISUSED = 2;

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what is accepted, as one line */
    public CommandMisuse(String message) {
        super(message, MISUSED);
    }

    /**
     * @param message what is wrong and what is accepted, as one line
     * @param cause what was caught
     */
    public CommandMisuse(String message, Throwable cause) {
        super(message, cause, MISUSED);
    }

    /**
     * Parses an argument.
     *
     * @param reading parses it; the message of its IllegalArgumentException says what is accepted
     * @param <T> type of the result
     * @return the result
     * @throws CommandMisuse when it cannot be parsed
     */
    public static <T> T from(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException wrong) {
            throw new CommandMisuse(String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
