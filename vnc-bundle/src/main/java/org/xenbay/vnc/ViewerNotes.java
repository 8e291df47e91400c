// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.List;
import org.xenbay.api.input.InputEvent;
import org.xenbay.vnc.encoding.PixelFormat;

/**
 * What the next process has to know of a viewer when this one is killed. A viewer that is not kept has no notes. From any thread.
 */
interface ViewerNotes {

    /** Notes nothing. */
    ViewerNotes NONE = new ViewerNotes() {};

    /** The viewer's pixel format. */
    default void format(PixelFormat now) {}

    /** What the viewer knows. */
    default void abilities(Abilities now) {}

    /** Whether something is true of the viewer. */
    default void set(Fact fact, boolean now) {}

    /** The size of the viewer's picture. */
    default void size(int width, int height) {}

    /** A message waits to be sent. */
    default void queued(byte[] message) {}

    /** The first bytes are about to be sent. A kill from now on leaves an unknown part at the viewer. */
    default void sending() {}

    /**
     * All was sent, and what it changes was noted.
     *
     * @param messages how many of those that waited
     */
    default void sent(int messages) {}

    /** Whether a part of a message was taken from the viewer, so that a kill loses it. */
    default void takingPart(boolean now) {}

    /** The viewer's input is about to be passed on: keys that it presses. */
    default void pressing(List<InputEvent> frame) {}

    /** The viewer's input was passed on: keys that it has released. */
    default void released(List<InputEvent> frame) {}
}
