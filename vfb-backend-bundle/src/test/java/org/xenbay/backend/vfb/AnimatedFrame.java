// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
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

    /** @return all frames of a file that is complete */
    static List<AnimatedFrame> allOf(Path file) throws IOException {
        Reader reader = new Reader(ByteBuffer.wrap(Files.readAllBytes(file)));
        while (reader.chunk()) {}
        assertThat(reader.bytes.remaining()).isZero();
        assertThat(reader.announced).isEqualTo(reader.frames.size());
        return reader.frames;
    }

    /** @return the frames that a file has so far, whose last one may lack rows yet; how long each is shown may not be known */
    static List<AnimatedFrame> soFar(Path file) throws IOException {
        Reader reader = new Reader(ByteBuffer.wrap(Files.readAllBytes(file)));
        while (reader.hasChunk() && reader.chunk()) {}
        reader.finish(false);
        return reader.frames;
    }

    /** Goes through a file. */
    private static final class Reader {
        private final ByteBuffer bytes;
        private final List<AnimatedFrame> frames = new ArrayList<>();
        private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        private int[] canvas = new int[0];
        private int width;
        private int announced = -1;
        private int sequence;
        private Control control;

        Reader(ByteBuffer file) {
            bytes = file;
            if (file.hasRemaining()) {
                assertThat(file.getLong()).isEqualTo(0x89504E470D0A1A0AL);
            }
        }

        /** @return whether all of the next chunk is there */
        boolean hasChunk() {
            return bytes.remaining() >= 12 && bytes.remaining() >= 12 + bytes.getInt(bytes.position());
        }

        /** @return whether there are more */
        boolean chunk() throws IOException {
            ByteBuffer data = AnimatedFrame.chunk(bytes);
            String type = type(data);
            switch (type) {
                case "IHDR" -> {
                    width = data.getInt();
                    canvas = new int[width * data.getInt()];
                }
                case "acTL" -> announced = data.getInt();
                case "fcTL" -> {
                    finish(true);
                    assertThat(data.getInt()).isEqualTo(sequence++);
                    control = control(data);
                }
                case "IDAT", "fdAT" -> {
                    assertThat(type).isEqualTo(frames.isEmpty() ? "IDAT" : "fdAT");
                    if (type.equals("fdAT")) {
                        assertThat(data.getInt()).isEqualTo(sequence++);
                    }
                    packed.write(data.array(), data.position(), data.remaining());
                }
                default -> {
                    assertThat(type).isEqualTo("IEND");
                    finish(true);
                }
            }
            return !type.equals("IEND");
        }

        /** @param whole whether all of the frame has to be there */
        void finish(boolean whole) throws IOException {
            if (control == null || !paint(canvas, width, control, packed.toByteArray(), whole)) {
                return;
            }
            frames.add(new AnimatedFrame(canvas.clone(), control.millis));
            packed.reset();
            control = null;
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

    /** @return whether all of it was there */
    private static boolean paint(int[] canvas, int width, Control where, byte[] packed, boolean whole)
            throws IOException {
        int stride = 1 + 3 * where.width;
        byte[] row = new byte[stride * where.height];
        try (InflaterInputStream rows = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            assertThat(rows.readNBytes(row, 0, row.length)).isEqualTo(row.length);
            assertThat(rows.read()).isEqualTo(-1);
        } catch (EOFException lacking) {
            assertThat(whole).as("a frame lacks rows").isFalse();
            return false;
        }
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
        return true;
    }
}
