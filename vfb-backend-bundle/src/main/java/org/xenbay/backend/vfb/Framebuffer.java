// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;

/** A guest's framebuffer: its memory, mapped read-only, and the picture's geometry in it. On the device's executor. */
final class Framebuffer {

    private static final int RGB = 0xFF_FFFF;

    private final SharedMemory memory;
    private final long length;
    private Geometry geometry;
    private byte[] bytes = new byte[0];
    private IntBuffer words = IntBuffer.allocate(0);

    /**
     * @param length bytes of it that are the framebuffer's
     * @throws CorruptRingException when the picture is not inside
     */
    Framebuffer(SharedMemory memory, long length, Geometry geometry) {
        this.memory = memory;
        this.length = length;
        this.geometry = geometry.checked(length);
    }

    /**
     * Maps the frames that the page's directory leads to. Directory and lists are read once, because the guest can change them.
     *
     * @param page shared with the guest
     * @param words size of the guest's frame numbers
     * @param most greatest size of a framebuffer in bytes
     * @param geometry the picture's place in the memory
     * @throws CorruptRingException when the page's header is invalid
     * @throws org.xenbay.api.xen.XenException when frames cannot be mapped
     */
    static Framebuffer map(DeviceLink link, SharedMemory page, WordSize words, long most, Geometry geometry) {
        long length = Integer.toUnsignedLong(page.getInt(FbPage.MEM_LENGTH));
        if (length == 0 || length > most) {
            throw new CorruptRingException("a framebuffer of " + length + " bytes; at most " + most + " are served");
        }
        int pages = pages(length, FbPage.SIZE);
        int lists = pages(pages, words.perPage());
        if (lists > words.mostEntries()) {
            throw new CorruptRingException("a framebuffer of " + length + " bytes needs " + lists
                    + " entries of the directory, which has " + words.mostEntries());
        }
        geometry.checked(length);
        long[] frames = frames(link, page, words, lists, pages);
        return new Framebuffer(link.mapForeign(Access.READ, frames), length, geometry);
    }

    private static int pages(long amount, int each) {
        return (int) ((amount + each - 1) / each);
    }

    private static long[] frames(DeviceLink link, SharedMemory page, WordSize words, int lists, int pages) {
        long[] directory = new long[lists];
        for (int i = 0; i < lists; i++) {
            directory[i] = words.entry(page, i);
        }
        long[] frames = new long[pages];
        try (SharedMemory names = link.mapForeign(Access.READ, directory)) {
            for (int i = 0; i < pages; i++) {
                frames[i] = words.frame(names, i);
            }
        }
        return frames;
    }

    Geometry geometry() {
        return geometry;
    }

    /** @throws CorruptRingException when the picture is not inside the memory; then the geometry stays unchanged */
    void move(Geometry other) {
        geometry = other.checked(length);
    }

    /**
     * Reads a part of a row.
     *
     * @param target takes 0x00RRGGBB for each pixel, from index 0
     * @throws CorruptRingException when the guest has removed the memory
     */
    void read(int x, int y, int count, int[] target) {
        int size = geometry.bytes();
        int from = geometry.offset() + y * geometry.stride() + x * size;
        room(count * size);
        try {
            memory.get(from, bytes, 0, count * size);
        } catch (InternalError fault) {
            // The JVM's name for SIGBUS.
            throw new CorruptRingException("the framebuffer's memory is gone: " + fault.getMessage());
        }
        switch (geometry.depth()) {
            case 32 -> readWords(count, target);
            case 24 -> readTriples(count, target);
            case 16 -> readShorts(count, target);
            default -> readBytes(count, target);
        }
    }

    private void room(int size) {
        if (bytes.length < size) {
            bytes = new byte[Math.max(size, geometry.width() * Integer.BYTES)];
            words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        }
    }

    private void readWords(int count, int[] target) {
        words.get(0, target, 0, count);
        for (int i = 0; i < count; i++) {
            target[i] &= RGB;
        }
    }

    private void readTriples(int count, int[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = bytes[3 * i] & 0xFF | (bytes[3 * i + 1] & 0xFF) << 8 | (bytes[3 * i + 2] & 0xFF) << 16;
        }
    }

    /** 5 bits of red, 6 of green, 5 of blue. */
    private void readShorts(int count, int[] target) {
        for (int i = 0; i < count; i++) {
            int value = bytes[2 * i] & 0xFF | (bytes[2 * i + 1] & 0xFF) << 8;
            target[i] = spread(value >> 11, 31) << 16 | spread(value >> 5 & 63, 63) << 8 | spread(value & 31, 31);
        }
    }

    /** 3 bits of red, 3 of green, 2 of blue. */
    private void readBytes(int count, int[] target) {
        for (int i = 0; i < count; i++) {
            int value = bytes[i] & 0xFF;
            target[i] = spread(value >> 5, 7) << 16 | spread(value >> 2 & 7, 7) << 8 | spread(value & 3, 3);
        }
    }

    private static int spread(int value, int most) {
        return value * 0xFF / most;
    }
}
