// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import java.io.BufferedOutputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Writes a picture as PNG (ISO/IEC 15948): true colour, 8 bits a sample. The JDK's own
 * writer would load the classes of a desktop into the daemon.
 */
final class Png {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte DEPTH = 8;
    private static final byte TRUE_COLOUR = 2;

    private Png() {}

    /**
     * @param pixels have begun
     * @param out gets the file, and is not closed
     * @return false when the picture went away meanwhile: the file is whole, the picture is not
     */
    static boolean write(int width, int height, PixelPacker pixels, OutputStream out) throws IOException {
        DataOutputStream file = new DataOutputStream(new BufferedOutputStream(out));
        begin(width, height, file);
        boolean whole = pixels.write((bytes, end) -> chunk("IDAT", bytes, PixelPacker.HEAD, end, file));
        end(file);
        file.flush();
        return whole;
    }

    /** Writes the signature and the header. */
    static void begin(int width, int height, DataOutput file) throws IOException {
        file.write(SIGNATURE);
        ByteBuffer fields = ByteBuffer.allocate(13).putInt(width).putInt(height);
        // Deflate, adaptive filters, not interlaced: all zero.
        chunk("IHDR", fields.put(DEPTH).put(TRUE_COLOUR).array(), file);
    }

    static void end(DataOutput file) throws IOException {
        chunk("IEND", new byte[0], file);
    }

    /**
     * @param data the chunk's, from an index on
     * @param end behind the last byte
     */
    static void chunk(String type, byte[] data, int from, int end, DataOutput file) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data, from, end - from);
        file.writeInt(end - from);
        file.write(name);
        file.write(data, from, end - from);
        file.writeInt((int) sum.getValue());
    }

    static void chunk(String type, byte[] data, DataOutput file) throws IOException {
        chunk(type, data, 0, data.length, file);
    }
}
