// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

/** A command was called wrongly: there is none of that name, or an argument is missing, unknown or cannot be read. */
public final class CommandMisuse extends CommandFailure {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what is accepted, as one line */
    public CommandMisuse(String message) {
        super(message);
    }

    CommandMisuse(String message, Throwable cause) {
        super(message, cause);
    }
}
