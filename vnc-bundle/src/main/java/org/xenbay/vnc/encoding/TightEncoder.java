// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.encoding;

import org.jspecify.annotations.Nullable;

/** One colour, a palette, pixels or a JPEG picture, whichever is right for a rectangle (rfbproto, Tight). */
public final class TightEncoder implements Encoder {

    /** The encoding's number. */
    public static final int NUMBER = 7;

    private static final int FILL = 0x80;
    private static final int JPEG = 0x90;
    private static final int FILTERED = 0x40;
    private static final int PALETTE_FILTER = 1;

    /** Fewer bytes are not compressed. */
    private static final int MIN_COMPRESSED = 12;

    /** With fewer colours it is text or lines, which JPEG blurs. */
    private static final int MIN_PHOTO_COLOURS = 96;

    private static final int MIN_PHOTO_SIDE = 16;

    private final Palette palette = new Palette();
    private final Bytes plain = new Bytes(1 << 12);
    private final Bytes packed = new Bytes(1 << 12);
    private final Zlib zlib;
    private @Nullable Jpeg jpeg;
    private int presentQuality = -1;

    /**
     * @param level of compression, from 1, fast, to 9, small
     * @param continued whether a predecessor has begun the viewer's stream
     */
    public TightEncoder(int level, boolean continued) {
        zlib = new Zlib(level, continued);
    }

    /** @return whether the viewer's stream has begun, once the viewer has all that was encoded */
    public boolean isBegun() {
        return zlib.isBegun();
    }

    /** @param quality of photographs from 0 to 9; -1 when the viewer wants each pixel as it is */
    public void setQuality(int quality) {
        if (quality != presentQuality) {
            closeJpeg();
            presentQuality = quality;
            jpeg = quality < 0 ? null : Jpeg.of(quality);
        }
    }

    private void closeJpeg() {
        if (jpeg != null) {
            jpeg.close();
            jpeg = null;
        }
    }

    @Override
    public int number() {
        return NUMBER;
    }

    @Override
    public void encode(int[] pixels, int width, int height, PixelFormat format, Bytes out) {
        int count = width * height;
        Jpeg photo = jpeg;
        boolean mayBlur = photo != null && format.bytes() > 1 && Math.min(width, height) >= MIN_PHOTO_SIDE;
        boolean few = palette.gather(pixels, 0, width, width, height, mayBlur ? MIN_PHOTO_COLOURS : Palette.MAX);
        if (mayBlur && photo != null && !few) {
            byte[] picture = photo.encode(pixels, width, height);
            out.u8(JPEG);
            length(picture.length, out);
            out.bytes(picture);
            return;
        }
        if (!format.isTightRgb()) {
            format.convert(pixels, count);
            few = palette.gather(pixels, 0, width, width, height, Palette.MAX);
        }
        if (few && palette.size() == 1) {
            out.u8(FILL);
            put(pixels[0], format, out);
        } else if (few && 4 * palette.size() <= count) {
            palette(pixels, width, height, format, out);
        } else {
            out.u8(0);
            plain.clear();
            for (int i = 0; i < count; i++) {
                put(pixels[i], format, plain);
            }
            compressed(out);
        }
    }

    private static void put(int pixel, PixelFormat format, Bytes out) {
        if (format.isTightRgb()) {
            out.pixel(pixel, 3, true);
        } else {
            format.put(pixel, out);
        }
    }

    private void palette(int[] pixels, int width, int height, PixelFormat format, Bytes out) {
        out.u8(FILTERED).u8(PALETTE_FILTER).u8(palette.size() - 1);
        for (int i = 0; i < palette.size(); i++) {
            put(palette.pixel(i), format, out);
        }
        plain.clear();
        if (palette.size() == 2) {
            bits(pixels, width, height);
        } else {
            for (int i = 0; i < width * height; i++) {
                plain.u8(palette.index(pixels[i]));
            }
        }
        compressed(out);
    }

    private void bits(int[] pixels, int width, int height) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x += 8) {
                int value = 0;
                for (int bit = 0; bit < 8 && x + bit < width; bit++) {
                    value |= palette.index(pixels[y * width + x + bit]) << 7 - bit;
                }
                plain.u8(value);
            }
        }
    }

    private void compressed(Bytes out) {
        if (plain.length() < MIN_COMPRESSED) {
            out.bytes(plain);
            return;
        }
        packed.clear();
        zlib.deflate(plain, packed);
        length(packed.length(), out);
        out.bytes(packed);
    }

    /** 7, 7 and 8 bits, the lowest first. */
    private static void length(int length, Bytes out) {
        if (length < 1 << 7) {
            out.u8(length);
        } else if (length < 1 << 14) {
            out.u8(length & 0x7F | 0x80).u8(length >> 7);
        } else {
            out.u8(length & 0x7F | 0x80).u8(length >> 7 & 0x7F | 0x80).u8(length >> 14);
        }
    }

    @Override
    public void close() {
        closeJpeg();
        zlib.close();
    }
}
