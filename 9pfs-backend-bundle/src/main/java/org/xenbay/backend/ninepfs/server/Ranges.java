// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Locked ranges of one owner in one file, as the kernel keeps them: they do not overlap, and neighbours of the same kind are
 * joined. This class counts them, because each range costs the kernel memory.
 */
final class Ranges {

    private record Range(long end, boolean exclusive) {}

    /** By first byte; the last byte is in the value. */
    private final TreeMap<Long, Range> ranges = new TreeMap<>();

    int size() {
        return ranges.size();
    }

    /** @return whether a part of this is locked */
    boolean overlaps(long start, long length) {
        Map.Entry<Long, Range> before = ranges.floorEntry(end(start, length));
        return before != null && before.getValue().end() >= start;
    }

    /** @return whether one range covers the whole file, as flock(2) locks */
    boolean isWhole() {
        return ranges.size() == 1
                && ranges.firstKey() == 0
                && ranges.firstEntry().getValue().end() == Long.MAX_VALUE;
    }

    void park(DataOutputStream out) throws IOException {
        out.writeInt(ranges.size());
        for (Map.Entry<Long, Range> each : ranges.entrySet()) {
            out.writeLong(each.getKey());
            out.writeLong(each.getValue().end());
            out.writeBoolean(each.getValue().exclusive());
        }
    }

    void resume(DataInputStream in) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            ranges.put(in.readLong(), new Range(in.readLong(), in.readBoolean()));
        }
    }

    void lock(long start, long length, boolean exclusive) {
        unlock(start, length);
        long first = start;
        long end = end(start, length);
        Map.Entry<Long, Range> before = ranges.floorEntry(start);
        if (before != null && before.getValue().equals(new Range(start - 1, exclusive))) {
            first = before.getKey();
        }
        Map.Entry<Long, Range> after = ranges.higherEntry(start);
        if (after != null && after.getKey() - 1 == end && after.getValue().exclusive() == exclusive) {
            ranges.remove(after.getKey());
            end = after.getValue().end();
        }
        ranges.put(first, new Range(end, exclusive));
    }

    /** @return whether an unlock in the middle of one range makes two of it */
    boolean isSplitBy(long start, long length) {
        Map.Entry<Long, Range> before = ranges.lowerEntry(start);
        return before != null && before.getValue().end() > end(start, length);
    }

    void unlock(long start, long length) {
        long end = end(start, length);
        Map.Entry<Long, Range> before = ranges.lowerEntry(start);
        if (before != null && before.getValue().end() >= start) {
            Range cut = before.getValue();
            ranges.put(before.getKey(), new Range(start - 1, cut.exclusive()));
            if (cut.end() > end) {
                ranges.put(end + 1, cut);
            }
        }
        Map.Entry<Long, Range> inside = ranges.ceilingEntry(start);
        while (inside != null && inside.getKey() <= end) {
            ranges.remove(inside.getKey());
            if (inside.getValue().end() > end) {
                ranges.put(end + 1, inside.getValue());
            }
            inside = ranges.ceilingEntry(start);
        }
    }

    private static long end(long start, long length) {
        return length == 0 || start + length < start ? Long.MAX_VALUE : start + length - 1;
    }
}
