// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.NewFile;
import org.xenbay.api.screen.Area;

/**
 * Writes an animated PNG (PNG, third edition, section 11.3.4): the first picture as a whole, then the parts that changed, each shown
 * until the next one. A viewer that knows no animation shows the first picture. Not thread-safe.
 */
final class AnimatedPng implements AutoCloseable {

    private static final int MILLIS = 1000;
    private static final int TENTHS = 10;
    private static final int MAX_SHORT = 0xFFFF;

    private final Path path;
    private final DataOutputStream file;
    private int width;
    private int height;
    private int frames;
    private int sequence;
    private @Nullable Frame last;

    /** A frame whose end is not known yet. */
    private record Frame(Area area, byte[] rows, long begin) {}

    /** @param path of an empty file */
    AnimatedPng(Path path) throws IOException {
        this.path = path;
        this.file = new DataOutputStream(NewFile.open(path));
    }

    int frames() {
        return frames + (last == null ? 0 : 1);
    }

    /** @return bytes written so far */
    long size() {
        return file.size();
    }

    /**
     * Adds a frame.
     *
     * @param area where it is; all of the picture the first time
     * @param pixels 0x00RRGGBB, row by row
     * @param millis when it is seen, from any moment on
     */
    void add(Area area, int[] pixels, long millis) throws IOException {
        if (last == null) {
            width = area.width();
            height = area.height();
            begin(0, file);
        }
        finish(millis);
        last = new Frame(area, Png.rows(area.width(), area.height(), pixels), millis);
    }

    /** Writes the last frame, which is seen until now, and the end of the file. */
    void end(long millis) throws IOException {
        finish(millis);
        if (frames > 0) {
            Png.end(file);
            try (DataOutputStream again = new DataOutputStream(NewFile.open(path))) {
                begin(frames, again);
            }
        }
    }

    private void finish(long end) throws IOException {
        Frame frame = last;
        if (frame == null) {
            return;
        }
        last = null;
        Png.chunk("fcTL", control(frame.area, end - frame.begin), file);
        if (frames == 0) {
            Png.chunk("IDAT", frame.rows, file);
        } else {
            byte[] data = ByteBuffer.allocate(Integer.BYTES + frame.rows.length)
                    .putInt(sequence++)
                    .put(frame.rows)
                    .array();
            Png.chunk("fdAT", data, file);
        }
        frames++;
    }

    /** Where a frame is, and for how long. It takes the place of what was there. */
    private byte[] control(Area area, long millis) {
        int unit = millis <= MAX_SHORT ? MILLIS : TENTHS;
        long time = Math.min(millis * unit / MILLIS, MAX_SHORT);
        return ByteBuffer.allocate(26)
                .putInt(sequence++)
                .putInt(area.width())
                .putInt(area.height())
                .putInt(area.x())
                .putInt(area.y())
                .putShort((short) time)
                .putShort((short) unit)
                .array();
    }

    /** The header, and the number of frames, which is known at the end only; shown again and again. */
    private void begin(int number, DataOutputStream out) throws IOException {
        Png.begin(width, height, out);
        Png.chunk("acTL", ByteBuffer.allocate(8).putInt(number).array(), out);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
