// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.flow;

import org.xenbay.backend.console.handover.ParkedConsole;

/** Something that types into the console, and waits while the guest has no room. */
public interface InputSource {

    /** The guest has room: types, and asks to be called again ({@link Console#awaitRoom}) if there is more. */
    void feed();

    /**
     * The console goes to a successor: gives it what was taken and not typed yet.
     *
     * @param successor is given the input
     */
    default void leaveInput(ParkedConsole.Builder successor) {}
}
