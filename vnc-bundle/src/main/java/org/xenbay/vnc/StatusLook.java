// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.ScreenChange;

/** Looks at a screen of text. */
final class StatusLook implements Look {

    private final Supplier<StatusScreen> screens;
    private final Runnable atEnd;
    private @Nullable StatusScreen shown;

    /** @param screens gives the current one */
    StatusLook(Supplier<StatusScreen> screens, Runnable atEnd) {
        this.screens = screens;
        this.atEnd = atEnd;
    }

    @Override
    public ScreenChange take() {
        StatusScreen now = screens.get();
        ScreenChange change = now.since(shown);
        shown = now;
        return change;
    }

    @Override
    public boolean read(Area area, int[] pixels) {
        StatusScreen now = shown;
        if (now != null) {
            now.read(area, pixels);
        }
        return now != null;
    }

    @Override
    public void close() {
        atEnd.run();
    }

    /** @return all of a picture as a change */
    static ScreenChange all(int width, int height) {
        return new ScreenChange(width, height, List.of(new Area(0, 0, width, height)));
    }
}
