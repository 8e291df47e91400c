// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.screen;

import org.osgi.annotation.versioning.ProviderType;

/** One viewer's view of a screen. By one thread at a time; {@link #close} from any thread. */
@ProviderType
public interface ScreenView extends AutoCloseable {

    /**
     * Returns the changes since the last call; the first time, the whole picture.
     *
     * @return the changes; {@link ScreenChange#NO_PICTURE} while the screen has no picture
     */
    ScreenChange take();

    /**
     * Copies the present pixels, which may be newer than the last {@link #take}.
     *
     * @param area what to copy
     * @param pixels takes a number 0x00RRGGBB for each pixel, row by row, from index 0 on
     * @return false when the picture's size has changed since the last {@link #take}, or the picture is gone: then no pixel is
     *     copied, and the next {@link #take} returns the change
     * @throws IndexOutOfBoundsException when the area does not fit into the picture, or into the array
     */
    boolean read(Area area, int[] pixels);

    /** Ends the view: its listener is not called any more, except by a call under way. */
    @Override
    void close();
}
