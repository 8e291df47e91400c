// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/** The terminal of a command's caller, or what stands in for it. */
@ProviderType
public interface CommandTerminal {

    /** Result of {@link #read} at the end of the input. */
    int END = -1;

    /** @return whether somebody types, so that a key can end the command */
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
     * Has each key stroke given as it is typed, without echo, until what is returned is closed.
     *
     * @return puts the terminal back
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
