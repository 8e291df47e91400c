// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.io.PrintStream;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Where the output of a command is shown. The shell implements it. */
@ProviderType
public interface CommandConsole {

    /** @return the standard output: a terminal, a file, or the next command of a pipe */
    PrintStream out();

    /** @return the standard error */
    PrintStream err();

    /** @return the operator's working directory, absolute; the daemon's when it is unknown */
    default Path directory() {
        return Path.of("").toAbsolutePath();
    }

    /** @return the width of the terminal that the standard output is; 0 when it is a file, a pipe, or not known */
    default int columns() {
        return 0;
    }

    /**
     * Shows how far a longer work is, where the console can: see {@link CommandCall#progress(String, long, long)}.
     *
     * @param what the work, which stays the same until it is done
     * @param done how much of it is done
     * @param all how much there is to do; 0 when that is unknown
     */
    default void progress(String what, long done, long all) {}

    /**
     * @return the operator's terminal
     * @throws CommandFailure when this shell has none
     */
    CommandTerminal terminal();

    /**
     * A console for tests of commands.
     *
     * @param out the standard output, and the standard error
     * @return a console without a terminal
     */
    static CommandConsole of(PrintStream out) {
        return new CommandConsole() {
            @Override
            public PrintStream out() {
                return out;
            }

            @Override
            public PrintStream err() {
                return out;
            }

            @Override
            public void progress(String what, long done, long all) {
                out.println(what + ": " + done + (all == 0 ? "" : " of " + all));
            }

            @Override
            public CommandTerminal terminal() {
                throw new CommandFailure("there is no terminal");
            }
        };
    }
}
