// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import java.io.IOException;
import java.util.zip.Deflater;
import org.xenbay.api.screen.Area;

/**
 * Packs the pixels of an area as a PNG file has them: each row as the difference to the one above, all of it deflated. Reads a few rows
 * at a time and gives packed bytes away as they come, so that its memory is that of some rows and not of the picture, whose size is the
 * guest's choice: at most 0.8 MiB, for the widest one. Not thread-safe.
 */
final class PixelPacker {

    /** Bytes in front of what is packed, for whoever writes it. */
    static final int HEAD = Integer.BYTES;

    private static final int BAND_PIXELS = 1 << 15;
    private static final int CHUNK = 1 << 15;
    /** The filter of each row. */
    private static final byte[] UP = {2};

    private final Source source;
    private final Area area;
    private final int[] band;
    private final byte[] row;
    private final byte[] above;
    private final byte[] packed = new byte[HEAD + CHUNK];
    private int filled = HEAD;
    /** Rows that {@link #band} has, from the row where the packer is. */
    private int present;

    /** Where pixels come from: a view of a screen. */
    @FunctionalInterface
    interface Source {

        /**
         * @param pixels takes 0x00RRGGBB for each pixel, row by row
         * @return false when they are gone
         */
        boolean read(Area area, int[] pixels);
    }

    /** Where packed bytes go. */
    @FunctionalInterface
    interface Target {

        /**
         * @param bytes the packed ones begin at {@link PixelPacker#HEAD}; to be used before this returns
         * @param end behind the last one
         */
        void write(byte[] bytes, int end) throws IOException;
    }

    PixelPacker(Area area, Source source) {
        this.area = area;
        this.source = source;
        this.band = new int[area.width() * Math.min(area.height(), Math.max(1, BAND_PIXELS / area.width()))];
        this.row = new byte[3 * area.width()];
        this.above = new byte[3 * area.width()];
    }

    /** @return false when the first rows are gone: nothing is there to be written */
    boolean begin() {
        present = band.length / area.width();
        return source.read(new Area(area.x(), area.y(), area.width(), present), band);
    }

    /**
     * Writes the whole area, after {@link #begin}.
     *
     * @return false when the picture went away meanwhile: what is written is complete, and repeats the last row that there was
     */
    boolean write(Target target) throws IOException {
        Deflater deflater = new Deflater();
        try {
            boolean whole = true;
            for (int y = 0; y < area.height(); y += present) {
                if (y > 0 && whole) {
                    whole = next(y);
                }
                for (int i = 0; i < present && y + i < area.height(); i++) {
                    pack(deflater, i, whole, target);
                }
            }
            deflater.finish();
            drain(deflater, target);
            flush(target);
            return whole;
        } finally {
            deflater.end();
        }
    }

    private boolean next(int y) {
        int count = Math.min(present, area.height() - y);
        return source.read(new Area(area.x(), area.y() + y, area.width(), count), band);
    }

    /** @param real whether the band has the row; else it is as the one above */
    private void pack(Deflater deflater, int index, boolean real, Target target) throws IOException {
        deflater.setInput(UP);
        drain(deflater, target);
        for (int x = 0; x < area.width(); x++) {
            int pixel = band[index * area.width() + x];
            for (int i = 0; i < 3; i++) {
                byte sample = real ? (byte) (pixel >> 16 - 8 * i) : above[3 * x + i];
                row[3 * x + i] = (byte) (sample - above[3 * x + i]);
                above[3 * x + i] = sample;
            }
        }
        deflater.setInput(row);
        drain(deflater, target);
    }

    private void drain(Deflater deflater, Target target) throws IOException {
        for (int count = 1; count > 0; ) {
            if (filled == packed.length) {
                flush(target);
            }
            count = deflater.deflate(packed, filled, packed.length - filled);
            filled += count;
        }
    }

    private void flush(Target target) throws IOException {
        if (filled > HEAD) {
            target.write(packed, filled);
            filled = HEAD;
        }
    }
}
