// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.io.EOFException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.api.command.PrintableText;

/**
 * The failure of a command, with the same text in every shell.
 *
 * @param exit the exit code
 * @param text the message
 */
record Outcome(int exit, String text) {
    /** Exit code: done. */
    static final int DONE = 0;

    private static final Logger LOG = System.getLogger(Outcome.class.getName());

    /** Gogo's message when no method takes the arguments, for example because an option's value is missing. */
    private static final Pattern UNFIT = Pattern.compile("^Cannot coerce (\\w+)\\(");

    /**
     * Makes the message of an exception; logs an exception that commands should not throw.
     *
     * @param name the command, or the line
     * @param failure the exception
     */
    static Outcome of(String name, Exception failure) {
        if (failure instanceof CommandFailure known) {
            return new Outcome(known.exit(), failure.toString());
        }
        if (failure instanceof EOFException) {
            return new Outcome(
                    CommandMisuse.MISUSED, "xenbay: the command line is incomplete: " + failure.getMessage());
        }
        Matcher called = UNFIT.matcher(String.valueOf(failure.getMessage()));
        if (failure instanceof IllegalArgumentException && called.find()) {
            String command = called.group(1).replaceFirst("^get(?=[0-9])", "");
            return new Outcome(
                    CommandMisuse.MISUSED,
                    "xenbay: " + command + " does not take these arguments; help " + command + " says what it does");
        }
        LOG.log(Level.WARNING, "command " + name + " failed", failure);
        return new Outcome(CommandFailure.FAILED, "xenbay: " + name + " failed: " + firstLine(failure));
    }

    private static String firstLine(Exception unexpected) {
        return PrintableText.of(unexpected.toString().lines().findFirst().orElse(""));
    }
}
