// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.ScreenChange;

/** What one viewer looks at: there is always a picture. Of one thread at a time; {@link #close} from any. */
interface Look extends AutoCloseable {

    /** @return what has changed since the last call; the first time, all of it */
    ScreenChange take();

    /**
     * Copies pixels 0x00RRGGBB out, row by row.
     *
     * @return false when the picture is another than {@link #take} said last; the next one says so
     */
    boolean read(Area area, int[] pixels);

    /** A viewer goes on that has a picture of this size; called before the first {@link #take}. */
    default void resume(int width, int height) {}

    @Override
    void close();
}
