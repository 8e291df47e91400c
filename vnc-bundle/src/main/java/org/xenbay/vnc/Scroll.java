// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.screen.Area;

/**
 * Rows that are where others were before.
 *
 * @param first strip
 * @param end strip after the last one
 * @param top first row, as it is now
 * @param bottom row after the last one
 * @param down by how much they have moved; negative for up
 */
record Scroll(int first, int end, int top, int bottom, int down) {

    /** Fewer rows are sent anew. */
    private static final int MIN_ROWS = 32;

    /** So many different rows have moved by the same distance. */
    private static final int MIN_VOTES = 8;

    /** Longest pause after pictures that did not scroll, such as films. */
    private static final int MAX_PAUSE = 32;

    private static final int FREE_MISSES = 4;

    Area area(SentPicture sent) {
        int left = sent.left(first);
        int right = sent.left(end - 1) + sent.width(end - 1);
        return new Area(left, top, right - left, bottom - top);
    }

    /** Gives the hashes of rows as they are now. */
    interface Rows {

        /** @return false when the picture has gone */
        boolean hash(int strip, int top, int bottom, long[] hashes);
    }

    /** Looks for scrolls, less often while there are none. Of one thread. */
    static final class Finder {
        private long[] now = new long[0];
        private int misses;
        private int pause;

        /** @return the best guess; null when nothing was scrolled */
        @Nullable
        Scroll find(SentPicture sent, Rows rows) {
            if (pause > 0) {
                pause--;
                return null;
            }
            boolean searched = false;
            Scroll found = null;
            for (int strip = 0; strip < sent.strips(); strip++) {
                int top = sent.firstDirty(strip, 0, sent.height());
                int bottom = sent.endOfDirty(strip, top, sent.height());
                Scroll of = bottom - top < 2 * MIN_ROWS ? null : inStrip(sent, rows, strip, top, bottom, found);
                searched |= bottom - top >= 2 * MIN_ROWS;
                if (of == null && found != null) {
                    break;
                }
                found = of;
            }
            if (found != null) {
                misses = 0;
            } else if (searched) {
                misses = Math.min(FREE_MISSES + MAX_PAUSE, misses + 1);
                pause = Math.max(0, misses - FREE_MISSES);
            }
            return found;
        }

        /** @return the scroll of the strips before and this one; null when this one has none, or not that one */
        private @Nullable Scroll inStrip(
                SentPicture sent, Rows rows, int strip, int top, int bottom, @Nullable Scroll before) {
            if (now.length < sent.height()) {
                now = new long[sent.height()];
            }
            if (!rows.hash(strip, top, bottom, now)) {
                return null;
            }
            int down = before == null ? distance(sent, strip, top, bottom) : before.down;
            if (down == 0) {
                return null;
            }
            Scroll longest = longest(sent, strip, top, bottom, down);
            if (before == null || longest == null) {
                return longest;
            }
            int first = Math.max(before.top, longest.top);
            int end = Math.min(before.bottom, longest.bottom);
            return end - first < MIN_ROWS ? null : new Scroll(before.first, strip + 1, first, end, down);
        }

        private int distance(SentPicture sent, int strip, int top, int bottom) {
            Map<Long, Integer> places = new HashMap<>();
            for (int row = top; row < bottom; row++) {
                // A row that is there twice says nothing.
                places.merge(sent.hash(strip, row), row, (one, other) -> -1);
            }
            Map<Integer, Integer> votes = new HashMap<>();
            for (int row = top; row < bottom; row++) {
                Integer place = places.get(now[row - top]);
                if (place != null && place >= 0 && place != row) {
                    votes.merge(row - place, 1, Integer::sum);
                }
            }
            return votes.entrySet().stream()
                    .filter(vote -> vote.getValue() >= MIN_VOTES)
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse(0);
        }

        private @Nullable Scroll longest(SentPicture sent, int strip, int top, int bottom, int down) {
            int bestTop = 0;
            int bestEnd = 0;
            int start = -1;
            for (int row = top; row <= bottom; row++) {
                boolean same = row < bottom
                        && row - down >= 0
                        && row - down < sent.height()
                        && now[row - top] == sent.hash(strip, row - down);
                if (same && start < 0) {
                    start = row;
                } else if (!same && start >= 0) {
                    if (row - start > bestEnd - bestTop) {
                        bestTop = start;
                        bestEnd = row;
                    }
                    start = -1;
                }
            }
            return bestEnd - bestTop < MIN_ROWS ? null : new Scroll(strip, strip + 1, bestTop, bestEnd, down);
        }
    }
}
