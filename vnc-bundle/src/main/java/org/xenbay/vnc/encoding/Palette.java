// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.encoding;

import java.util.Arrays;

/** The different pixels of an area, in the order of their first place, and how often each is there. Of one thread. */
final class Palette {

    /** Most pixels that are told apart. */
    static final int MAX = 256;

    private static final int SLOTS = 1024;
    private static final int FREE = -1;

    private final int[] slots = new int[SLOTS];
    private final int[] pixels = new int[MAX];
    private final int[] counts = new int[MAX];
    private int size;

    /**
     * Gathers the pixels of an area.
     *
     * @param from index of its first pixel
     * @param stride from one row to the next
     * @param most when there are more, it gives up
     * @return whether there are at most that many
     */
    boolean gather(int[] source, int from, int stride, int width, int height, int most) {
        Arrays.fill(slots, FREE);
        size = 0;
        for (int y = 0; y < height; y++) {
            int row = from + y * stride;
            for (int x = row; x < row + width; x++) {
                if (!add(source[x], most)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean add(int pixel, int most) {
        int slot = slot(pixel);
        if (slots[slot] == FREE) {
            if (size == most) {
                return false;
            }
            slots[slot] = size;
            pixels[size] = pixel;
            counts[size++] = 0;
        }
        counts[slots[slot]]++;
        return true;
    }

    /** @return where the pixel is, or would be */
    private int slot(int pixel) {
        int slot = pixel * 0x9E3779B1 >>> 22;
        while (slots[slot] != FREE && pixels[slots[slot]] != pixel) {
            slot = slot + 1 & SLOTS - 1;
        }
        return slot;
    }

    int size() {
        return size;
    }

    int pixel(int index) {
        return pixels[index];
    }

    /** @return the index of a pixel that was gathered */
    int index(int pixel) {
        return slots[slot(pixel)];
    }

    /** @return the pixel that is there most often */
    int mostFrequent() {
        int best = 0;
        for (int i = 1; i < size; i++) {
            if (counts[i] > counts[best]) {
                best = i;
            }
        }
        return pixels[best];
    }
}
