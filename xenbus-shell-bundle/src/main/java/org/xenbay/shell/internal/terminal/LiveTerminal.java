// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.terminal;

import java.io.IOException;

/** A session's terminal or what stands in for it. */
public interface LiveTerminal {

    /** Session variable that holds one, where the session's creator put it. */
    String VARIABLE = ".xenbay.terminal";

    /** @return whether somebody types, so that a key can end the command */
    boolean isInteractive();

    /** @return what is typed */
    Keyboard keyboard();

    /**
     * Has each key stroke given as it is typed, without echo, until what is returned is closed.
     *
     * @return puts the terminal back
     * @throws IOException when the terminal is gone
     */
    Raw enterRaw() throws IOException;

    /** A terminal in raw mode. */
    @FunctionalInterface
    interface Raw extends AutoCloseable {
        @Override
        void close() throws IOException;
    }
}
