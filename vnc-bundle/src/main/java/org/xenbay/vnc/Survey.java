// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.screen.Area;
import org.xenbay.vnc.encoding.Encoder;

/**
 * Finds what of a picture differs from what the viewer has, as rectangles that an encoder takes. A backend tells of what was
 * drawn; much of that was there before. Of one thread.
 */
final class Survey {

    /** An update counts its rectangles with 16 bits. */
    private static final int MAX_RECTANGLES = 60_000;

    private final PictureReader reader;
    private final long[] hashes = new long[Encoder.MAX_HEIGHT];

    Survey(PictureReader reader) {
        this.reader = reader;
    }

    /** @return the rectangles; null when the picture is another now */
    @Nullable
    List<Area> find(SentPicture sent) {
        List<Area> areas = new ArrayList<>();
        for (int top = 0; top < sent.height() && areas.size() < MAX_RECTANGLES; top += Encoder.MAX_HEIGHT) {
            int end = Math.min(sent.height(), top + Encoder.MAX_HEIGHT);
            for (int strip = 0; strip < sent.strips(); strip += 2) {
                if (!settle(sent, strip, top, end) || !settle(sent, strip + 1, top, end)) {
                    return null;
                }
                add(sent, strip, top, end, areas);
            }
        }
        return areas;
    }

    /** Leaves out rows that the viewer has. */
    private boolean settle(SentPicture sent, int strip, int top, int end) {
        if (strip == sent.strips()) {
            return true;
        }
        int first = sent.firstDirty(strip, top, end);
        int last = sent.endOfDirty(strip, first, end);
        if (first < last) {
            if (!reader.hash(sent, strip, first, last, hashes)) {
                return false;
            }
            for (int row = first; row < last; row++) {
                if (sent.hash(strip, row) == hashes[row - first]) {
                    sent.settle(strip, row);
                }
            }
        }
        return true;
    }

    private static void add(SentPicture sent, int strip, int top, int end, List<Area> areas) {
        Area left = area(sent, strip, top, end);
        Area right = strip + 1 == sent.strips() ? null : area(sent, strip + 1, top, end);
        if (left != null && right != null) {
            int y = Math.min(left.y(), right.y());
            int height = Math.max(left.y() + left.height(), right.y() + right.height()) - y;
            if (4 * height <= 3 * (left.height() + right.height())) {
                areas.add(new Area(left.x(), y, left.width() + right.width(), height));
                return;
            }
        }
        if (left != null) {
            areas.add(left);
        }
        if (right != null) {
            areas.add(right);
        }
    }

    private static @Nullable Area area(SentPicture sent, int strip, int top, int end) {
        int first = sent.firstDirty(strip, top, end);
        int last = sent.endOfDirty(strip, first, end);
        return first < last ? new Area(sent.left(strip), first, sent.width(strip), last - first) : null;
    }
}
