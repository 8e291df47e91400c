// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.util.function.Supplier;

/** A command was called wrongly: there is none of that name, or an argument is missing, unknown or cannot be read. */
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
     * Reads what was typed.
     *
     * @param reading says in its IllegalArgumentException what is accepted
     * @param <T> the kind of what it means
     * @return what it means
     * @throws CommandMisuse when it means nothing
     */
    public static <T> T from(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException wrong) {
            throw new CommandMisuse(String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
