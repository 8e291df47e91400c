// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;

/**
 * What a viewer of an animated PNG shows, read by the standard: checks each chunk's sum, the order, and the number of frames.
 *
 * @param pixels the whole picture, 0x00RRGGBB
 * @param millis how long it is shown
 */
record AnimatedFrame(int[] pixels, long millis) {

    private record Control(int width, int height, int x, int y, long millis) {}

    static List<AnimatedFrame> allOf(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        assertThat(bytes.getLong()).isEqualTo(0x89504E470D0A1A0AL);
        List<AnimatedFrame> frames = new ArrayList<>();
        int[] canvas = new int[0];
        int width = 0;
        int announced = -1;
        int sequence = 0;
        Control control = null;
        while (true) {
            ByteBuffer data = chunk(bytes);
            String type = type(data);
            switch (type) {
                case "IHDR" -> {
                    width = data.getInt();
                    canvas = new int[width * data.getInt()];
                }
                case "acTL" -> announced = data.getInt();
                case "fcTL" -> {
                    assertThat(data.getInt()).isEqualTo(sequence++);
                    control = control(data);
                }
                case "IDAT", "fdAT" -> {
                    if (type.equals("fdAT")) {
                        assertThat(data.getInt()).isEqualTo(sequence++);
                    }
                    paint(canvas, width, control, data);
                    frames.add(new AnimatedFrame(canvas.clone(), control.millis));
                }
                default -> {
                    assertThat(type).isEqualTo("IEND");
                    assertThat(bytes.remaining()).isZero();
                    assertThat(announced).isEqualTo(frames.size());
                    return frames;
                }
            }
        }
    }

    /** @return type and data */
    private static ByteBuffer chunk(ByteBuffer file) {
        int length = file.getInt();
        byte[] chunk = new byte[4 + length];
        file.get(chunk);
        CRC32 sum = new CRC32();
        sum.update(chunk);
        assertThat(file.getInt()).isEqualTo((int) sum.getValue());
        return ByteBuffer.wrap(chunk);
    }

    private static String type(ByteBuffer chunk) {
        byte[] name = new byte[4];
        chunk.get(name);
        return new String(name, StandardCharsets.US_ASCII);
    }

    private static Control control(ByteBuffer data) {
        int width = data.getInt();
        int height = data.getInt();
        int x = data.getInt();
        int y = data.getInt();
        int time = data.getShort() & 0xFFFF;
        return new Control(width, height, x, y, time * 1000L / (data.getShort() & 0xFFFF));
    }

    private static void paint(int[] canvas, int width, Control where, ByteBuffer packed) throws IOException {
        byte[] bytes = new byte[packed.remaining()];
        packed.get(bytes);
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        new InflaterInputStream(new ByteArrayInputStream(bytes)).transferTo(rows);
        byte[] row = rows.toByteArray();
        int stride = 1 + 3 * where.width;
        assertThat(row).hasSize(stride * where.height);
        for (int y = 0; y < where.height; y++) {
            assertThat(row[y * stride]).as("the filter is the row above").isEqualTo((byte) 2);
            for (int i = 1; i < stride && y > 0; i++) {
                row[y * stride + i] += row[(y - 1) * stride + i];
            }
            for (int x = 0; x < where.width; x++) {
                int at = y * stride + 1 + 3 * x;
                canvas[(where.y + y) * width + where.x + x] =
                        (row[at] & 0xFF) << 16 | (row[at + 1] & 0xFF) << 8 | row[at + 2] & 0xFF;
            }
        }
    }
}
