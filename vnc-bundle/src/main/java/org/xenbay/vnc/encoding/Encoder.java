// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.encoding;

/** Writes rectangles in one encoding to one viewer. Of one thread. */
public interface Encoder extends AutoCloseable {

    /** Largest width and height of a rectangle. */
    int MAX_WIDTH = 256;

    /** Largest height of a rectangle. */
    int MAX_HEIGHT = 64;

    /** @return the encoding's number */
    int number();

    /**
     * @param pixels 0x00RRGGBB, row by row; may be changed
     * @param width of the rectangle, at most {@link #MAX_WIDTH}
     * @param height of the rectangle, at most {@link #MAX_HEIGHT}
     * @param format the viewer's
     * @param out takes what follows the rectangle's head
     */
    void encode(int[] pixels, int width, int height, PixelFormat format, Bytes out);

    /** Gives its memory back. */
    @Override
    default void close() {}
}
