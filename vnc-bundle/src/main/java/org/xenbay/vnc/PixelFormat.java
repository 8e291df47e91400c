// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A viewer's pixel format (RFC 6143, 7.4). There are only two colours: black, which is 0 in every format, and white.
 *
 * @param bits of a pixel: 8, 16 or 32
 * @param bigEndian whether its highest byte comes first
 * @param white the value of a white pixel
 */
record PixelFormat(int bits, boolean bigEndian, int white) {

    static final PixelFormat SERVER = new PixelFormat(32, false, 0xFFFFFF);

    private static final int DEPTH = 24;
    private static final int PADDING = 3;

    /** @throws IOException when the format does not exist in RFC 6143 */
    static PixelFormat read(DataInputStream in) throws IOException {
        int bits = in.readUnsignedByte();
        in.readUnsignedByte();
        boolean bigEndian = in.readUnsignedByte() != 0;
        boolean trueColour = in.readUnsignedByte() != 0;
        int[] most = {in.readUnsignedShort(), in.readUnsignedShort(), in.readUnsignedShort()};
        int white = 0;
        for (int colour : most) {
            white |= colour << (in.readUnsignedByte() & 31);
        }
        in.skipNBytes(PADDING);
        if (bits != 8 && bits != 16 && bits != 32 || !trueColour) {
            throw new IOException("the viewer wants pixels of " + bits + " bits" + (trueColour ? "" : " by a palette"));
        }
        return new PixelFormat(bits, bigEndian, white);
    }

    /** Writes the server's own format. */
    static void writeServers(DataOutputStream out) throws IOException {
        out.writeByte(SERVER.bits);
        out.writeByte(DEPTH);
        out.writeByte(0);
        out.writeByte(1);
        for (int colour = 0; colour < 3; colour++) {
            out.writeShort(0xFF);
        }
        out.writeByte(16);
        out.writeByte(8);
        out.writeByte(0);
        out.write(new byte[PADDING]);
    }

    int bytes() {
        return bits / 8;
    }

    void put(byte[] row, int pixel, boolean lit) {
        int value = lit ? white : 0;
        for (int i = 0; i < bytes(); i++) {
            int shift = 8 * (bigEndian ? bytes() - 1 - i : i);
            row[pixel * bytes() + i] = (byte) (value >> shift);
        }
    }
}
