// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.stream.Collectors;
import org.xenbay.shell.internal.render.Text;

/** A command could not do what it was asked, for a reason the operator can understand: shown as one line. */
public class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message why, as one line */
    public CommandFailure(String message) {
        super(printable(message));
    }

    CommandFailure(String message, Throwable cause) {
        super(printable(message), cause);
    }

    /** What a guest or a device says of itself may be in a message. */
    private static String printable(String message) {
        return String.valueOf(message).lines().map(Text::printable).collect(Collectors.joining("\n"));
    }

    /** Gogo's shells print this; the class's name would tell an operator nothing. */
    @Override
    public String toString() {
        return "xenbay: " + getMessage();
    }
}
