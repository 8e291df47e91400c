// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.encoding;

/** Tiles of 64 by 64 pixels as palettes and runs, compressed (RFC 6143, 7.7.6). */
public final class ZrleEncoder implements Encoder {

    /** The encoding's number. */
    public static final int NUMBER = 16;

    private static final int SIDE = 64;
    private static final int RAW = 0;
    private static final int SOLID = 1;
    private static final int RUNS = 128;
    private static final int MAX_PACKED = 16;
    private static final int MAX_RUN_PALETTE = 127;
    private static final int LONG_RUN = 255;

    private final Palette palette = new Palette();
    private final Bytes plain = new Bytes(1 << 12);
    private final Bytes packed = new Bytes(1 << 12);
    private final int[] tile = new int[SIDE * SIDE];
    private final Zlib zlib;

    /**
     * @param level of compression, from 1, fast, to 9, small
     * @param continued whether a predecessor has begun the viewer's stream
     */
    public ZrleEncoder(int level, boolean continued) {
        zlib = new Zlib(level, continued);
    }

    /** @return whether the viewer's stream has begun, once the viewer has all that was encoded */
    public boolean isBegun() {
        return zlib.isBegun();
    }

    @Override
    public int number() {
        return NUMBER;
    }

    @Override
    public void encode(int[] pixels, int width, int height, PixelFormat format, Bytes out) {
        format.convert(pixels, width * height);
        plain.clear();
        for (int y = 0; y < height; y += SIDE) {
            for (int x = 0; x < width; x += SIDE) {
                int wide = Math.min(SIDE, width - x);
                int high = Math.min(SIDE, height - y);
                for (int row = 0; row < high; row++) {
                    System.arraycopy(pixels, (y + row) * width + x, tile, row * wide, wide);
                }
                encodeTile(wide, high, format);
            }
        }
        packed.clear();
        zlib.deflate(plain, packed);
        out.u32(packed.length()).bytes(packed);
    }

    private void encodeTile(int width, int height, PixelFormat format) {
        int count = width * height;
        boolean few = palette.gather(tile, 0, width, width, height, MAX_RUN_PALETTE);
        int colours = palette.size();
        if (few && colours == 1) {
            plain.u8(SOLID);
            format.putCompact(tile[0], plain);
            return;
        }
        int pixel = format.compactBytes();
        int raw = count * pixel;
        int runs = costOfRuns(count, pixel, pixel);
        int paletteRuns = few ? colours * pixel + costOfRuns(count, 1, 0) : Integer.MAX_VALUE;
        int bits = colours == 2 ? 1 : colours <= 4 ? 2 : 4;
        int indices =
                few && colours <= MAX_PACKED ? colours * pixel + (width * bits + 7) / 8 * height : Integer.MAX_VALUE;
        int best = Math.min(Math.min(raw, runs), Math.min(paletteRuns, indices));
        if (best == indices) {
            indices(width, height, bits, format);
        } else if (best == paletteRuns) {
            paletteRuns(count, format);
        } else if (best == runs) {
            runs(count, format);
        } else {
            plain.u8(RAW);
            for (int i = 0; i < count; i++) {
                format.putCompact(tile[i], plain);
            }
        }
    }

    private int runFrom(int start, int count) {
        int end = start + 1;
        while (end < count && tile[end] == tile[start]) {
            end++;
        }
        return end - start;
    }

    /** @param single what a single pixel costs beside the bytes of longer runs' lengths */
    private int costOfRuns(int count, int pixel, int single) {
        int cost = 0;
        for (int i = 0; i < count; ) {
            int run = runFrom(i, count);
            cost += pixel + (run == 1 && single == 0 ? 0 : 1 + (run - 1) / LONG_RUN);
            i += run;
        }
        return cost;
    }

    private void length(int run) {
        int rest = run - 1;
        for (; rest >= LONG_RUN; rest -= LONG_RUN) {
            plain.u8(LONG_RUN);
        }
        plain.u8(rest);
    }

    private void runs(int count, PixelFormat format) {
        plain.u8(RUNS);
        for (int i = 0; i < count; ) {
            int run = runFrom(i, count);
            format.putCompact(tile[i], plain);
            length(run);
            i += run;
        }
    }

    private void colours(PixelFormat format) {
        for (int i = 0; i < palette.size(); i++) {
            format.putCompact(palette.pixel(i), plain);
        }
    }

    private void paletteRuns(int count, PixelFormat format) {
        plain.u8(RUNS + palette.size());
        colours(format);
        for (int i = 0; i < count; ) {
            int run = runFrom(i, count);
            int index = palette.index(tile[i]);
            if (run == 1) {
                plain.u8(index);
            } else {
                plain.u8(index | RUNS);
                length(run);
            }
            i += run;
        }
    }

    private void indices(int width, int height, int bits, PixelFormat format) {
        plain.u8(palette.size());
        colours(format);
        for (int y = 0; y < height; y++) {
            int value = 0;
            int used = 0;
            for (int x = 0; x < width; x++) {
                value = value << bits | palette.index(tile[y * width + x]);
                used += bits;
                if (used == 8) {
                    plain.u8(value);
                    value = 0;
                    used = 0;
                }
            }
            if (used > 0) {
                plain.u8(value << 8 - used);
            }
        }
    }

    @Override
    public void close() {
        zlib.close();
    }
}
