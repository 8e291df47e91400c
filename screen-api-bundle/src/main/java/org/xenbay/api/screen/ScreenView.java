// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.screen;

import org.osgi.annotation.versioning.ProviderType;

/** One viewer's look at a screen. Of one thread at a time; {@link #close} from any. */
@ProviderType
public interface ScreenView extends AutoCloseable {

    /**
     * Asks what has changed since the last call; the first time, all of it.
     *
     * @return the changes; {@link ScreenChange#NO_PICTURE} while the guest has no screen
     */
    ScreenChange take();

    /**
     * Copies pixels out, as they are now: newer perhaps than what {@link #take} told of.
     *
     * @param area what to copy
     * @param pixels takes a number 0x00RRGGBB for each pixel, row by row, from index 0 on
     * @return false when the picture has another size than {@link #take} said last, or is gone: nothing is copied, and the next
     *     {@link #take} says so
     * @throws IndexOutOfBoundsException when the area does not fit into the picture, or into the array
     */
    boolean read(Area area, int[] pixels);

    /** Ends it: its listener is not called any more, except by a call under way. */
    @Override
    void close();
}
