// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.flow;

import org.xenbay.backend.console.handover.ParkedConsole;

/** A source of input, which waits while the guest has no room. */
public interface InputSource {

    /** The guest has room: types, and calls {@link Console#awaitRoom} again if there is more. */
    void feed();

    /**
     * The console goes to a successor: hands over input that was read and not typed yet.
     *
     * @param successor gets the input
     */
    default void leaveInput(ParkedConsole.Builder successor) {}
}
