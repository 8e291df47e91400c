// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import java.io.ByteArrayOutputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes a picture as PNG (ISO/IEC 15948): true colour, 8 bits a sample, each row as the difference to the one above. The JDK's own
 * writer would load the classes of a desktop into the daemon.
 */
final class Png {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte DEPTH = 8;
    private static final byte TRUE_COLOUR = 2;
    private static final int UP = 2;

    private Png() {}

    /**
     * @param pixels 0x00RRGGBB, row by row
     * @param out gets the file, and is not closed
     */
    static void write(int width, int height, int[] pixels, OutputStream out) throws IOException {
        DataOutputStream file = new DataOutputStream(out);
        begin(width, height, file);
        chunk("IDAT", rows(width, height, pixels), file);
        end(file);
    }

    /** Writes the signature and the header. */
    static void begin(int width, int height, DataOutput file) throws IOException {
        file.write(SIGNATURE);
        ByteBuffer fields = ByteBuffer.allocate(13).putInt(width).putInt(height);
        // Deflate, the usual filters, not interlaced: zeros.
        chunk("IHDR", fields.put(DEPTH).put(TRUE_COLOUR).array(), file);
    }

    static void end(DataOutput file) throws IOException {
        chunk("IEND", new byte[0], file);
    }

    /** @return the rows, packed, as they are in a file */
    static byte[] rows(int width, int height, int[] pixels) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (DeflaterOutputStream packed = new DeflaterOutputStream(data)) {
            byte[] row = new byte[1 + 3 * width];
            row[0] = UP;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int pixel = pixels[y * width + x];
                    int above = y == 0 ? 0 : pixels[(y - 1) * width + x];
                    row[1 + 3 * x] = (byte) ((pixel >> 16) - (above >> 16));
                    row[2 + 3 * x] = (byte) ((pixel >> 8) - (above >> 8));
                    row[3 + 3 * x] = (byte) (pixel - above);
                }
                packed.write(row);
            }
        }
        return data.toByteArray();
    }

    static void chunk(String type, byte[] data, DataOutput file) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        file.writeInt(data.length);
        file.write(name);
        file.write(data);
        file.writeInt((int) sum.getValue());
    }
}
