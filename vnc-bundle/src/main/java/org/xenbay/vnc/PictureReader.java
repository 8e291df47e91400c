// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.Arrays;
import org.xenbay.api.screen.Area;
import org.xenbay.vnc.encoding.Encoder;

/** Reads a picture as a viewer sees it: black where the viewer's picture is larger. Of one thread. */
final class PictureReader {

    private final Look look;

    /** Pixels of a rectangle, row by row. */
    private final int[] pixels = new int[Encoder.MAX_WIDTH * Encoder.MAX_HEIGHT];

    private int width;
    private int height;
    private int[] part = new int[0];

    PictureReader(Look look) {
        this.look = look;
    }

    /** The picture has this size. */
    void resize(int wide, int high) {
        width = wide;
        height = high;
    }

    /** @return pixels of the area that was read last; may be changed */
    int[] pixels() {
        return pixels;
    }

    /** @return false when the picture has another size than it had: the pixels are black */
    boolean read(Area area) {
        int wide = Math.min(area.width(), width - area.x());
        int high = Math.min(area.height(), height - area.y());
        if (wide == area.width() && high == area.height()) {
            return look.read(area, pixels) || blacken(area);
        }
        blacken(area);
        if (wide <= 0 || high <= 0) {
            return true;
        }
        return readPart(area, wide, high);
    }

    private boolean blacken(Area area) {
        Arrays.fill(pixels, 0, area.width() * area.height(), 0);
        return false;
    }

    private boolean readPart(Area area, int wide, int high) {
        if (part.length < pixels.length) {
            part = new int[pixels.length];
        }
        if (!look.read(new Area(area.x(), area.y(), wide, high), part)) {
            return false;
        }
        for (int row = 0; row < high; row++) {
            System.arraycopy(part, row * wide, pixels, row * area.width(), wide);
        }
        return true;
    }

    /** Hashes rows of a strip. */
    boolean hash(SentPicture sent, int strip, int top, int bottom, long[] hashes) {
        int wide = sent.width(strip);
        for (int from = top; from < bottom; from += Encoder.MAX_HEIGHT) {
            int high = Math.min(Encoder.MAX_HEIGHT, bottom - from);
            if (!read(new Area(sent.left(strip), from, wide, high))) {
                return false;
            }
            for (int row = 0; row < high; row++) {
                hashes[from - top + row] = SentPicture.hash(pixels, row * wide, wide);
            }
        }
        return true;
    }
}
