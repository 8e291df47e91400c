// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.xen.SharedMemory;

/**
 * The place and format of a picture in a guest's memory. The guest supplies it, and it is checked before it is used.
 *
 * @param width in pixels
 * @param height in pixels
 * @param stride bytes from one row to the next
 * @param depth bits of a pixel
 * @param offset of the first pixel
 */
record Geometry(int width, int height, int stride, int depth, int offset) {

    /** Greatest width and height: the limit of the RFB protocol. */
    static final int MOST = 0xFFFF;

    /** @return the geometry in the page's header; each field is read once */
    static Geometry of(SharedMemory page) {
        return new Geometry(
                page.getInt(FbPage.WIDTH),
                page.getInt(FbPage.HEIGHT),
                page.getInt(FbPage.LINE_LENGTH),
                page.getByte(FbPage.DEPTH) & 0xFF,
                0);
    }

    /**
     * @param length bytes of the guest's framebuffer
     * @return this geometry
     * @throws CorruptRingException when the picture is not inside the framebuffer
     */
    Geometry checked(long length) {
        if (depth != 8 && depth != 16 && depth != 24 && depth != 32) {
            throw new CorruptRingException("a framebuffer of " + depth + " bits a pixel");
        }
        if (width < 1 || height < 1 || width > MOST || height > MOST || stride < 1 || offset < 0) {
            throw new CorruptRingException("no picture: " + this);
        }
        long row = (long) width * bytes();
        long end = offset + (long) (height - 1) * stride + row;
        if (row > stride || end > length) {
            throw new CorruptRingException(this + " is not inside a framebuffer of " + length + " bytes");
        }
        return this;
    }

    int bytes() {
        return depth / 8;
    }

    long pixels() {
        return (long) width * height;
    }

    @Override
    public String toString() {
        return width + " by " + height + " pixels of " + depth + " bits, " + stride + " bytes a row from " + offset;
    }
}
