// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.encoding;

import java.util.Arrays;

/** Tiles of 16 by 16 pixels, each a background with rectangles on it, or as it is (RFC 6143, 7.7.4). */
public final class HextileEncoder implements Encoder {

    /** The encoding's number. */
    public static final int NUMBER = 5;

    private static final int SIDE = 16;
    private static final int RAW = 1;
    private static final int BACKGROUND = 2;
    private static final int FOREGROUND = 4;
    private static final int SUBRECTS = 8;
    private static final int COLOURED = 16;

    private final Palette palette = new Palette();
    private final Bytes subrects = new Bytes(SIDE * SIDE * 6);
    private final boolean[] done = new boolean[SIDE * SIDE];
    private int count;

    /** What the viewer remembers of the tile before. */
    private boolean knowsBackground;

    private boolean knowsForeground;
    private int background;
    private int foreground;

    @Override
    public int number() {
        return NUMBER;
    }

    @Override
    public void encode(int[] pixels, int width, int height, PixelFormat format, Bytes out) {
        format.convert(pixels, width * height);
        knowsBackground = false;
        knowsForeground = false;
        for (int y = 0; y < height; y += SIDE) {
            for (int x = 0; x < width; x += SIDE) {
                Tile tile =
                        new Tile(pixels, y * width + x, width, Math.min(SIDE, width - x), Math.min(SIDE, height - y));
                encode(tile, format, out);
            }
        }
    }

    private record Tile(int[] pixels, int from, int stride, int width, int height) {
        int at(int x, int y) {
            return pixels[from + y * stride + x];
        }
    }

    private void encode(Tile tile, PixelFormat format, Bytes out) {
        palette.gather(tile.pixels, tile.from, tile.stride, tile.width, tile.height, SIDE * SIDE);
        int back = palette.mostFrequent();
        boolean coloured = palette.size() > 2;
        findSubrects(tile, back, coloured, format);
        if (subrects.length() + 2 * format.bytes() + 1 >= tile.width * tile.height * format.bytes()) {
            raw(tile, format, out);
            return;
        }
        int front = palette.size() == 2 ? palette.pixel(palette.pixel(0) == back ? 1 : 0) : 0;
        boolean newBack = !knowsBackground || back != background;
        boolean newFront = palette.size() == 2 && (!knowsForeground || front != foreground);
        out.u8((newBack ? BACKGROUND : 0)
                | (newFront ? FOREGROUND : 0)
                | (count > 0 ? SUBRECTS : 0)
                | (coloured ? COLOURED : 0));
        if (newBack) {
            format.put(back, out);
        }
        if (newFront) {
            format.put(front, out);
            foreground = front;
        }
        if (count > 0) {
            out.u8(count).bytes(subrects);
        }
        knowsBackground = true;
        background = back;
        knowsForeground = !coloured && (knowsForeground || newFront);
    }

    private void raw(Tile tile, PixelFormat format, Bytes out) {
        out.u8(RAW);
        for (int y = 0; y < tile.height; y++) {
            for (int x = 0; x < tile.width; x++) {
                format.put(tile.at(x, y), out);
            }
        }
        knowsBackground = false;
        knowsForeground = false;
    }

    /** Covers what is not background with rectangles, each as wide as it can be, and then as high. */
    private void findSubrects(Tile tile, int back, boolean coloured, PixelFormat format) {
        subrects.clear();
        count = 0;
        Arrays.fill(done, false);
        for (int y = 0; y < tile.height; y++) {
            for (int x = 0; x < tile.width; x++) {
                if (!done[y * SIDE + x] && tile.at(x, y) != back) {
                    add(tile, x, y, coloured, format);
                }
            }
        }
    }

    private void add(Tile tile, int x, int y, boolean coloured, PixelFormat format) {
        int pixel = tile.at(x, y);
        int wide = 1;
        while (x + wide < tile.width && isFree(tile, x + wide, y, pixel)) {
            wide++;
        }
        int high = 1;
        while (y + high < tile.height && isFree(tile, x, y + high, wide, pixel)) {
            high++;
        }
        for (int row = y; row < y + high; row++) {
            Arrays.fill(done, row * SIDE + x, row * SIDE + x + wide, true);
        }
        if (coloured) {
            format.put(pixel, subrects);
        }
        subrects.u8(x << 4 | y).u8(wide - 1 << 4 | high - 1);
        count++;
    }

    private boolean isFree(Tile tile, int x, int y, int pixel) {
        return !done[y * SIDE + x] && tile.at(x, y) == pixel;
    }

    private boolean isFree(Tile tile, int x, int y, int wide, int pixel) {
        for (int i = x; i < x + wide; i++) {
            if (!isFree(tile, i, y, pixel)) {
                return false;
            }
        }
        return true;
    }
}
