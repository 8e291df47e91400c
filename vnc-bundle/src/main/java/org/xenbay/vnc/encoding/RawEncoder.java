// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.encoding;

/** Pixels as they are (RFC 6143, 7.7.1). */
public final class RawEncoder implements Encoder {

    /** The encoding's number. */
    public static final int NUMBER = 0;

    @Override
    public int number() {
        return NUMBER;
    }

    @Override
    public void encode(int[] pixels, int width, int height, PixelFormat format, Bytes out) {
        for (int i = 0; i < width * height; i++) {
            format.put(format.value(pixels[i]), out);
        }
    }
}
