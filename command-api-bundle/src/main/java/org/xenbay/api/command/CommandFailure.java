// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.util.function.Supplier;
import org.xenbay.api.store.XenStoreException;

/** A command failed for a reason that the operator can understand. It is shown as one line. */
public class CommandFailure extends RuntimeException {

    /** Exit code of a command that failed, unless it has another one. */
    public static final int FAILED = 1;

    private static final int MOST = 125;
    private static final long serialVersionUID = 1L;

    /** The exit code. */
    private final int exit;

    /** @param message why, as one line */
    public CommandFailure(String message) {
        this(message, FAILED);
    }

    /**
     * @param message why, as one line
     * @param exit the exit code, 1 to 125; 2 is that of a {@link CommandMisuse}
     */
    public CommandFailure(String message, int exit) {
        super(PrintableText.lines(message));
        this.exit = checked(exit);
    }

    /**
     * @param message why, as one line
     * @param cause what was caught
     */
    public CommandFailure(String message, Throwable cause) {
        this(message, cause, FAILED);
    }

    /** @param exit as above */
    CommandFailure(String message, Throwable cause, int exit) {
        super(PrintableText.lines(message), cause);
        this.exit = checked(exit);
    }

    private static int checked(int exit) {
        if (exit < FAILED || exit > MOST) {
            throw new IllegalArgumentException("the exit code of a failure is 1 to " + MOST + ", not " + exit);
        }
        return exit;
    }

    /** @return the exit code */
    public int exit() {
        return exit;
    }

    /**
     * Turns the API's exceptions, whose messages are written for operators, into failures of the command.
     *
     * @param action may throw an IllegalArgumentException, an IllegalStateException or a XenStoreException
     * @param <T> type of its result
     * @return its result
     */
    public static <T> T from(Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException | IllegalStateException | XenStoreException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
    }

    /** Shells print this text; the class's name would not help an operator. */
    @Override
    public String toString() {
        return "xenbay: " + getMessage();
    }
}
