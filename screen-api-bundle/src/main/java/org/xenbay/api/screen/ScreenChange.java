// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.screen;

import java.util.List;

/**
 * What has changed of a picture since its viewer looked last.
 *
 * @param width of the picture, in pixels; 0 while there is none
 * @param height of the picture
 * @param areas what changed, without overlap; all of it when the size is another
 */
public record ScreenChange(int width, int height, List<Area> areas) {

    /** There is no picture. */
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
