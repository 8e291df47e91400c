package org.xenbay.shell.internal.command;

/** A command could not do what it was asked, for a reason the operator can understand: shown as one line. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message why, as one line */
    public CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** Gogo's shells print this; the class's name would tell an operator nothing. */
    @Override
    public String toString() {
        return "xenbay: " + getMessage();
    }
}
