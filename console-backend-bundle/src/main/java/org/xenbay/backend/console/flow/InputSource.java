// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.flow;

import org.xenbay.backend.console.handover.ParkedConsole;

/** A source of input, which waits while the guest has no room. */
public interface InputSource {

    /** The guest has room: sends input, and calls {@link Console#awaitRoom} again if there is more. */
    void feed();

    /**
     * The console is handed over: hands over input that was read but not sent to the guest.
     *
     * @param successor receives the input
     */
    default void leaveInput(ParkedConsole.Builder successor) {}
}
