// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.screen;

/**
 * A rectangle of a picture, in pixels from the upper left corner.
 *
 * @param x left edge
 * @param y upper edge
 * @param width at least 1
 * @param height at least 1
 */
public record Area(int x, int y, int width, int height) {

    /**
     * Checks its parts.
     *
     * @throws IllegalArgumentException when it is empty, or begins outside of any picture
     */
    public Area {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException("no area: " + width + " by " + height + " pixels at " + x + "," + y);
        }
    }

    /** @return number of pixels */
    public long pixels() {
        return (long) width * height;
    }
}
