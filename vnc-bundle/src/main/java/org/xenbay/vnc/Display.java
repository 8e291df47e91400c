// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.List;
import org.xenbay.api.input.InputEvent;

/** Gives viewers their picture, and takes their input. From any thread. */
interface Display {

    /** @return what viewers show as their window's title */
    String name();

    /**
     * A viewer begins to look.
     *
     * @param changed called when {@link Look#take} would tell of something
     */
    Look look(Runnable changed);

    /** Takes a viewer's input; called on the threads of viewers. */
    void happened(List<InputEvent> frame);

    /** @return whether Caps Lock is on in the guest, as far as is known */
    boolean isCapsLocked();
}
