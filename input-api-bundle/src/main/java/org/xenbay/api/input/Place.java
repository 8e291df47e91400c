// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.input;

/**
 * A place on a surface, from its upper left corner. The surface is the source's own (a tablet, a viewer's window); the
 * backend scales to the guest's.
 *
 * @param x to the right, 0 to {@code maxX}
 * @param y down, 0 to {@code maxY}
 * @param maxX greatest x of the surface, at least 1
 * @param maxY greatest y of the surface, at least 1
 */
public record Place(int x, int y, int maxX, int maxY) {

    /** Checks that the place is on the surface. */
    public Place {
        if (maxX < 1 || maxY < 1 || x < 0 || y < 0 || x > maxX || y > maxY) {
            throw new IllegalArgumentException(
                    "place " + x + "," + y + " is not on a surface of 0 to " + maxX + " by 0 to " + maxY);
        }
    }

    /**
     * @param max greatest value of another surface
     * @return x on that surface, rounded half up
     */
    public int xOn(int max) {
        return scaled(x, maxX, max);
    }

    /**
     * @param max greatest value of another surface
     * @return y on that surface, rounded half up
     */
    public int yOn(int max) {
        return scaled(y, maxY, max);
    }

    private static int scaled(int value, int from, int to) {
        return (int) (((long) value * to * 2 + from) / (2L * from));
    }
}
