// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/** The terminal of a command's caller, or its substitute. */
@ProviderType
public interface CommandTerminal {

    /** Result of {@link #read} at the end of the input. */
    int END = -1;

    /** @return whether a person types, so that a key can end the command */
    boolean isInteractive();

    /**
     * Waits a while for typed bytes.
     *
     * @param buffer filled from its beginning
     * @param millis how long to wait at most
     * @return number of bytes; 0 when nothing was typed in that time, {@link #END} at the end
     * @throws IOException when the terminal is gone
     */
    int read(byte[] buffer, long millis) throws IOException;

    /**
     * Switches the terminal to raw mode: each key arrives as it is typed, without echo.
     *
     * @return restores the terminal when it is closed
     * @throws IOException when the terminal is gone
     */
    Raw enterRaw() throws IOException;

    /** A terminal in raw mode. */
    @ProviderType
    @FunctionalInterface
    interface Raw extends AutoCloseable {
        @Override
        void close() throws IOException;
    }
}
