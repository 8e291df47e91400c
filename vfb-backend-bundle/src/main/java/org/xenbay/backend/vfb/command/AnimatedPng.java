// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.NewFileOutput;
import org.xenbay.api.screen.Area;

/**
 * Writes an animated PNG (PNG, third edition, section 11.3.4): first the whole picture, then the parts that changed, each shown
 * until the next one. A viewer without support for animation shows the first picture. Not thread-safe.
 */
final class AnimatedPng {

    private static final int MILLIS = 1000;
    private static final int TENTHS = 10;
    private static final int MAX_SHORT = 0xFFFF;

    private final NewFileOutput place;
    private final DataOutputStream file;
    private int width;
    private int height;
    private int frames;
    private int sequence;
    private @Nullable Frame last;

    /**
     * A frame whose end is not known yet.
     *
     * @param at where its control chunk is in the file
     * @param number of that chunk
     */
    private record Frame(Area area, long at, int number, long begin) {}

    /** @param place an empty file, which the caller closes */
    AnimatedPng(NewFileOutput place) {
        this.place = place;
        this.file = new DataOutputStream(new BufferedOutputStream(place));
    }

    int frames() {
        return frames;
    }

    /** @return bytes written so far */
    long size() {
        return file.size();
    }

    /**
     * Adds a frame. It is in the file when this returns; how long it is shown is written over what is there when that is known, so
     * that nothing of it is kept.
     *
     * @param area where it is; all of the picture the first time
     * @param pixels have begun; when they go away meanwhile the frame repeats the last row that there was
     * @param millis when it is seen, from any moment on
     */
    void add(Area area, PixelPacker pixels, long millis) throws IOException {
        if (frames == 0) {
            width = area.width();
            height = area.height();
            begin(0, file);
        }
        finish(millis);
        Frame frame = new Frame(area, file.size(), sequence++, millis);
        Png.chunk("fcTL", control(frame, 0), file);
        if (frames == 0) {
            pixels.write((bytes, end) -> Png.chunk("IDAT", bytes, PixelPacker.HEAD, end, file));
        } else {
            pixels.write(this::append);
        }
        file.flush();
        frames++;
        last = frame;
    }

    private void append(byte[] bytes, int end) throws IOException {
        ByteBuffer.wrap(bytes).putInt(sequence++);
        Png.chunk("fdAT", bytes, 0, end, file);
    }

    /** Writes how long the last frame is seen, which is until now, and the end of the file. */
    void end(long millis) throws IOException {
        finish(millis);
        if (frames > 0) {
            Png.end(file);
            file.flush();
            overwrite(0, out -> begin(frames, out));
        }
    }

    private void finish(long end) throws IOException {
        Frame frame = last;
        if (frame != null) {
            last = null;
            overwrite(frame.at, out -> Png.chunk("fcTL", control(frame, end - frame.begin), out));
        }
    }

    /** Makes bytes. */
    @FunctionalInterface
    private interface Part {
        void write(DataOutputStream out) throws IOException;
    }

    private void overwrite(long position, Part part) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        part.write(new DataOutputStream(bytes));
        place.overwrite(position, bytes.toByteArray());
    }

    /** Where a frame is, and for how long. It takes the place of what was there. */
    private static byte[] control(Frame frame, long millis) {
        Area area = frame.area;
        int unit = millis <= MAX_SHORT ? MILLIS : TENTHS;
        long time = Math.min(millis * unit / MILLIS, MAX_SHORT);
        return ByteBuffer.allocate(26)
                .putInt(frame.number)
                .putInt(area.width())
                .putInt(area.height())
                .putInt(area.x())
                .putInt(area.y())
                .putShort((short) time)
                .putShort((short) unit)
                .array();
    }

    /** Writes the header and the number of frames, which is known only at the end; the animation repeats. */
    private void begin(int number, DataOutputStream out) throws IOException {
        Png.begin(width, height, out);
        Png.chunk("acTL", ByteBuffer.allocate(8).putInt(number).array(), out);
    }
}
