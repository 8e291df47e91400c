// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.terminal;

import java.io.IOException;

/** Where typed bytes come from. */
public interface Keyboard {

    /** Result of {@link #read} at the end of the input. */
    int END = -1;

    /**
     * Waits a while for typed bytes.
     *
     * @param buffer filled from its beginning
     * @param millis how long to wait at most
     * @return number of bytes; 0 when nothing was typed in that time, {@link #END} at the end
     * @throws IOException when the terminal is gone
     */
    int read(byte[] buffer, long millis) throws IOException;
}
