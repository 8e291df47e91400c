// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.screen;

import java.util.List;

/**
 * The changes of a picture since the viewer's last call.
 *
 * @param width of the picture, in pixels; 0 while the screen has no picture
 * @param height of the picture
 * @param areas the changed areas, without overlap; the whole picture when its size has changed
 */
public record ScreenChange(int width, int height, List<Area> areas) {

    /** The screen has no picture. */
    public static final ScreenChange NO_PICTURE = new ScreenChange(0, 0, List.of());

    /** Copies its parts. */
    public ScreenChange {
        areas = List.copyOf(areas);
    }

    /** @return whether there is a picture */
    public boolean hasPicture() {
        return width > 0;
    }
}
