// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.encoding;

import java.io.DataInputStream;
import java.io.IOException;

/** A viewer's pixel format (RFC 6143, 7.4): true colour with 8, 16 or 32 bits a pixel. Immutable. */
public final class PixelFormat {

    private static final int BYTE = 0xFF;
    private static final int PADDING = 3;

    /** What the server suggests: the format of its own pixels, little-endian. */
    public static final PixelFormat SERVER =
            new PixelFormat(32, 24, false, new int[] {BYTE, BYTE, BYTE}, new int[] {16, 8, 0});

    private final int bits;
    private final int depth;
    private final boolean bigEndian;
    private final int[] most;
    private final int[] shifts;

    /** For each colour and each intensity: its part of the pixel. */
    private final int[][] parts = new int[3][BYTE + 1];

    private final boolean lowBytes;
    private final boolean highBytes;

    private PixelFormat(int bits, int depth, boolean bigEndian, int[] most, int[] shifts) {
        this.bits = bits;
        this.depth = depth;
        this.bigEndian = bigEndian;
        this.most = most;
        this.shifts = shifts;
        int used = 0;
        for (int colour = 0; colour < 3; colour++) {
            for (int intensity = 0; intensity <= BYTE; intensity++) {
                int part = (intensity * most[colour] + BYTE / 2) / BYTE << shifts[colour];
                parts[colour][intensity] = part;
                used |= part;
            }
        }
        boolean compact = bits == 32 && depth <= 24;
        lowBytes = compact && (used & 0xFF00_0000) == 0;
        highBytes = compact && !lowBytes && (used & BYTE) == 0;
    }

    /**
     * @param in gives the 16 bytes of a format
     * @return it
     * @throws IOException when it is none of RFC 6143, or has a palette
     */
    public static PixelFormat read(DataInputStream in) throws IOException {
        int bits = in.readUnsignedByte();
        int depth = in.readUnsignedByte();
        boolean bigEndian = in.readUnsignedByte() != 0;
        boolean trueColour = in.readUnsignedByte() != 0;
        int[] most = {in.readUnsignedShort(), in.readUnsignedShort(), in.readUnsignedShort()};
        int[] shifts = {in.readUnsignedByte() & 31, in.readUnsignedByte() & 31, in.readUnsignedByte() & 31};
        in.skipNBytes(PADDING);
        if (bits != 8 && bits != 16 && bits != 32 || !trueColour) {
            throw new IOException("the viewer wants pixels of " + bits + " bits" + (trueColour ? "" : " by a palette"));
        }
        return new PixelFormat(bits, depth, bigEndian, most, shifts);
    }

    /** @param out takes the 16 bytes of this format */
    public void writeTo(Bytes out) {
        out.u8(bits).u8(depth).u8(bigEndian ? 1 : 0).u8(1);
        for (int each : most) {
            out.u16(each);
        }
        for (int each : shifts) {
            out.u8(each);
        }
        out.bytes(new byte[PADDING]);
    }

    /** @return the pixel of a colour 0x00RRGGBB */
    int value(int rgb) {
        return parts[0][rgb >> 16 & BYTE] | parts[1][rgb >> 8 & BYTE] | parts[2][rgb & BYTE];
    }

    /** Makes pixels of colours. */
    void convert(int[] pixels, int count) {
        for (int i = 0; i < count; i++) {
            pixels[i] = value(pixels[i]);
        }
    }

    int bytes() {
        return bits / 8;
    }

    void put(int value, Bytes out) {
        out.pixel(value, bits / 8, bigEndian);
    }

    /** @return bytes of ZRLE's compressed pixel (RFC 6143, 7.7.5) */
    int compactBytes() {
        return lowBytes || highBytes ? 3 : bits / 8;
    }

    void putCompact(int value, Bytes out) {
        out.pixel(highBytes ? value >>> 8 : value, compactBytes(), bigEndian);
    }

    /** @return whether Tight's pixels are three bytes, red, green and blue */
    boolean isTightRgb() {
        return bits == 32 && depth == 24 && most[0] == BYTE && most[1] == BYTE && most[2] == BYTE;
    }
}
