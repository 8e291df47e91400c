// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.Arrays;
import java.util.BitSet;
import org.xenbay.api.screen.Area;

/**
 * What a viewer has of a picture, as a hash for every {@value #STRIP} pixels of a row instead of the pixels: a 64th of their
 * memory. It also keeps which of them may have changed. Of one thread.
 */
final class SentPicture {

    /** Width of a strip, a column of the picture. */
    static final int STRIP = 128;

    /** The viewer has something else there. */
    private static final long UNKNOWN = 0;

    private final int width;
    private final int height;
    private final int strips;
    private final long[] hashes;
    private final BitSet dirty;

    SentPicture(int width, int height) {
        this.width = width;
        this.height = height;
        this.strips = (width + STRIP - 1) / STRIP;
        this.hashes = new long[strips * height];
        this.dirty = new BitSet(strips * height);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int strips() {
        return strips;
    }

    int left(int strip) {
        return strip * STRIP;
    }

    int width(int strip) {
        return Math.min(STRIP, width - left(strip));
    }

    static long hash(int[] pixels, int from, int count) {
        long hash = count;
        for (int i = from; i < from + count; i++) {
            hash = (hash ^ pixels[i]) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 32;
        }
        return hash == UNKNOWN ? 1 : hash;
    }

    /** An area may have changed; it may be outside in part. */
    void touch(Area area) {
        forRows(area, (from, to) -> dirty.set(from, to));
    }

    void touchAll() {
        dirty.set(0, strips * height);
    }

    /** The viewer wants an area anew. */
    void forget(Area area) {
        touch(area);
        forRows(area, (from, to) -> Arrays.fill(hashes, from, to, UNKNOWN));
    }

    void forgetAll() {
        touchAll();
        Arrays.fill(hashes, UNKNOWN);
    }

    private interface Rows {
        void take(int from, int to);
    }

    private void forRows(Area area, Rows rows) {
        int bottom = (int) Math.min(height, (long) area.y() + area.height());
        int right = (int) Math.min(width, (long) area.x() + area.width());
        if (area.y() < bottom && area.x() < right) {
            for (int strip = area.x() / STRIP; strip <= (right - 1) / STRIP; strip++) {
                rows.take(strip * height + area.y(), strip * height + bottom);
            }
        }
    }

    boolean isDirty() {
        return !dirty.isEmpty();
    }

    boolean isDirty(int strip, int row) {
        return dirty.get(strip * height + row);
    }

    /** @return the first row from a row on that may have changed; {@code end} when there is none before it */
    int firstDirty(int strip, int row, int end) {
        int found = dirty.nextSetBit(strip * height + row);
        return found < 0 ? end : Math.min(end, found - strip * height);
    }

    /** @return the row after the last one before {@code end} that may have changed; {@code row} when there is none from it on */
    int endOfDirty(int strip, int row, int end) {
        int found = end == 0 ? -1 : dirty.previousSetBit(strip * height + end - 1);
        return Math.max(row, found - strip * height + 1);
    }

    long hash(int strip, int row) {
        return hashes[strip * height + row];
    }

    /** The row is as the viewer has it. */
    void settle(int strip, int row) {
        dirty.clear(strip * height + row);
    }

    /** The viewer is sent a row. */
    void sent(int strip, int row, long hash) {
        hashes[strip * height + row] = hash;
        settle(strip, row);
    }

    /** The viewer is sent something else than the picture. */
    void lost(int strip, int row) {
        hashes[strip * height + row] = UNKNOWN;
        dirty.set(strip * height + row);
    }

    /** The viewer moves rows of a strip. */
    void move(int strip, int from, int to, int count) {
        int base = strip * height;
        System.arraycopy(hashes, base + from, hashes, base + to, count);
        dirty.set(base + to, base + to + count);
    }
}
