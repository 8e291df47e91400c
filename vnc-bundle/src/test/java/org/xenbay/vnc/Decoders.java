// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.ImageIO;

/**
 * Decodes rectangles, written after RFC 6143 and rfbproto without a look at the encoders. An {@link IOException} says that the
 * connection has ended, perhaps in the middle of a rectangle. Bytes that have come and make no picture are an {@link AssertionError}.
 */
final class Decoders {

    private final Inflater zrle = new Inflater();
    private final Inflater[] tight = {new Inflater(), new Inflater(), new Inflater(), new Inflater()};

    void decode(RfbClient to, RfbClient.Rectangle r) throws IOException {
        switch (r.encoding()) {
            case 0 -> raw(to, r.x(), r.y(), r.width(), r.height());
            case 1 -> copy(to, r);
            case 5 -> hextile(to, r);
            case 7 -> tight(to, r);
            case 16 -> zrle(to, r);
            default -> throw new AssertionError("an encoding that nobody asked for: " + r);
        }
    }

    private static int number(DataInputStream in, int bytes, boolean bigEndian) throws IOException {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            int next = in.readUnsignedByte();
            value = bigEndian ? value << 8 | next : value | next << 8 * i;
        }
        return value;
    }

    private static int pixel(RfbClient to) throws IOException {
        return number(to.in, to.format.bits() / 8, to.format.bigEndian());
    }

    private static void fill(RfbClient to, int x, int y, int width, int height, int pixel) {
        for (int i = 0; i < width * height; i++) {
            to.set(x + i % width, y + i / width, pixel);
        }
    }

    private static void raw(RfbClient to, int x, int y, int width, int height) throws IOException {
        for (int i = 0; i < width * height; i++) {
            to.set(x + i % width, y + i / width, pixel(to));
        }
    }

    private static void copy(RfbClient to, RfbClient.Rectangle r) throws IOException {
        int fromX = to.in.readUnsignedShort();
        int fromY = to.in.readUnsignedShort();
        int[] before = to.picture.clone();
        for (int y = 0; y < r.height(); y++) {
            for (int x = 0; x < r.width(); x++) {
                to.set(r.x() + x, r.y() + y, before[(fromY + y) * to.width + fromX + x]);
            }
        }
    }

    private static void hextile(RfbClient to, RfbClient.Rectangle r) throws IOException {
        int back = 0;
        int front = 0;
        for (int y = r.y(); y < r.y() + r.height(); y += 16) {
            for (int x = r.x(); x < r.x() + r.width(); x += 16) {
                int wide = Math.min(16, r.x() + r.width() - x);
                int high = Math.min(16, r.y() + r.height() - y);
                int flags = to.in.readUnsignedByte();
                if ((flags & 1) != 0) {
                    raw(to, x, y, wide, high);
                    continue;
                }
                back = (flags & 2) != 0 ? pixel(to) : back;
                front = (flags & 4) != 0 ? pixel(to) : front;
                fill(to, x, y, wide, high, back);
                for (int count = (flags & 8) != 0 ? to.in.readUnsignedByte() : 0; count > 0; count--) {
                    int colour = (flags & 16) != 0 ? pixel(to) : front;
                    int place = to.in.readUnsignedByte();
                    int size = to.in.readUnsignedByte();
                    fill(to, x + (place >> 4), y + (place & 15), (size >> 4) + 1, (size & 15) + 1, colour);
                }
            }
        }
    }

    /** Takes bytes out of a stream of the server's, which lasts as long as the connection. */
    private static byte[] inflate(Inflater stream, byte[] packed) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        byte[] piece = new byte[1000];
        stream.setInput(packed);
        try {
            for (int count = stream.inflate(piece); count > 0; count = stream.inflate(piece)) {
                plain.write(piece, 0, count);
            }
        } catch (DataFormatException wrong) {
            throw new AssertionError("the stream is broken", wrong);
        }
        assertThat(stream.getRemaining()).as("bytes after the stream's end").isZero();
        return plain.toByteArray();
    }

    private static DataInputStream over(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private void zrle(RfbClient to, RfbClient.Rectangle r) throws IOException {
        DataInputStream in = over(inflate(zrle, to.bytes(to.in.readInt())));
        try {
            for (int y = r.y(); y < r.y() + r.height(); y += 64) {
                for (int x = r.x(); x < r.x() + r.width(); x += 64) {
                    tile(to, in, x, y, Math.min(64, r.x() + r.width() - x), Math.min(64, r.y() + r.height() - y));
                }
            }
        } catch (EOFException tooFew) {
            throw new AssertionError("fewer bytes than the tiles need: " + r, tooFew);
        }
        assertThat(in.read()).as("nothing after the last tile").isEqualTo(-1);
    }

    private static int compact(RfbClient to, DataInputStream in) throws IOException {
        RfbClient.Format format = to.format;
        if (format.bits() != 32 || format.depth() > 24) {
            return number(in, format.bits() / 8, format.bigEndian());
        }
        int mask = format.pixel(0xFFFFFF);
        if ((mask & 0xFF000000) == 0) {
            return number(in, 3, format.bigEndian());
        }
        return (mask & 0xFF) == 0 ? number(in, 3, format.bigEndian()) << 8 : number(in, 4, format.bigEndian());
    }

    private static int run(DataInputStream in) throws IOException {
        int length = 1;
        int more = in.readUnsignedByte();
        for (; more == 255; more = in.readUnsignedByte()) {
            length += 255;
        }
        return length + more;
    }

    private static void tile(RfbClient to, DataInputStream in, int x, int y, int wide, int high) throws IOException {
        int kind = in.readUnsignedByte();
        boolean runs = kind >= 128;
        int[] palette = new int[kind & 127];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = compact(to, in);
        }
        int[] pixels = new int[wide * high];
        if (runs) {
            for (int i = 0; i < pixels.length; ) {
                int index = palette.length == 0 ? 128 : in.readUnsignedByte();
                int pixel = palette.length == 0 ? compact(to, in) : palette[index & 127];
                for (int count = index >= 128 ? run(in) : 1; count > 0; count--) {
                    pixels[i++] = pixel;
                }
            }
        } else if (palette.length > 1) {
            int bits = palette.length == 2 ? 1 : palette.length <= 4 ? 2 : 4;
            for (int row = 0; row < high; row++) {
                byte[] bytes = new byte[(wide * bits + 7) / 8];
                in.readFully(bytes);
                for (int i = 0; i < wide; i++) {
                    int shift = 8 - bits - i * bits % 8;
                    pixels[row * wide + i] = palette[bytes[i * bits / 8] >> shift & (1 << bits) - 1];
                }
            }
        } else {
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = palette.length == 1 ? palette[0] : compact(to, in);
            }
        }
        for (int i = 0; i < pixels.length; i++) {
            to.set(x + i % wide, y + i / wide, pixels[i]);
        }
    }

    private static boolean isRgb(RfbClient.Format f) {
        return f.bits() == 32 && f.depth() == 24 && f.most()[0] == 255 && f.most()[1] == 255 && f.most()[2] == 255;
    }

    private static int tightPixel(RfbClient to, DataInputStream in) throws IOException {
        return isRgb(to.format)
                ? to.format.pixel(number(in, 3, true))
                : number(in, to.format.bits() / 8, to.format.bigEndian());
    }

    private static int compactLength(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        if (first < 128) {
            return first;
        }
        int second = in.readUnsignedByte();
        int length = first & 127 | (second & 127) << 7;
        return second < 128 ? length : length | in.readUnsignedByte() << 14;
    }

    private void tight(RfbClient to, RfbClient.Rectangle r) throws IOException {
        int control = to.in.readUnsignedByte();
        assertThat(control & 15).as("no stream begins anew").isZero();
        if (control >> 4 == 8) {
            fill(to, r.x(), r.y(), r.width(), r.height(), tightPixel(to, to.in));
            return;
        }
        if (control >> 4 == 9) {
            var image = ImageIO.read(new ByteArrayInputStream(to.bytes(compactLength(to.in))));
            for (int i = 0; i < r.width() * r.height(); i++) {
                int rgb = image.getRGB(i % r.width(), i / r.width()) & 0xFFFFFF;
                to.set(r.x() + i % r.width(), r.y() + i / r.width(), to.format.pixel(rgb));
            }
            return;
        }
        assertThat(control >> 4).isLessThan(8);
        int filter = (control >> 4 & 4) != 0 ? to.in.readUnsignedByte() : 0;
        int pixelBytes = isRgb(to.format) ? 3 : to.format.bits() / 8;
        int[] palette = new int[filter == 1 ? to.in.readUnsignedByte() + 1 : 0];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = tightPixel(to, to.in);
        }
        int rowBytes =
                palette.length == 2 ? (r.width() + 7) / 8 : palette.length > 0 ? r.width() : r.width() * pixelBytes;
        int length = rowBytes * r.height();
        byte[] plain =
                length < 12 ? to.bytes(length) : inflate(tight[control >> 4 & 3], to.bytes(compactLength(to.in)));
        assertThat(plain).as("the bytes of " + r).hasSize(length);
        DataInputStream in = over(plain);
        for (int y = 0; y < r.height(); y++) {
            int bits = 0;
            for (int x = 0; x < r.width(); x++) {
                if (palette.length == 2) {
                    bits = x % 8 == 0 ? in.readUnsignedByte() : bits << 1;
                    to.set(r.x() + x, r.y() + y, palette[bits >> 7 & 1]);
                } else {
                    to.set(
                            r.x() + x,
                            r.y() + y,
                            palette.length > 0 ? palette[in.readUnsignedByte()] : tightPixel(to, in));
                }
            }
        }
    }
}
