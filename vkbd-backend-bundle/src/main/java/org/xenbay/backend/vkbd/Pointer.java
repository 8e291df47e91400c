// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.Optional;
import org.xenbay.api.input.Place;

/**
 * The position of a guest's pointer, and its motion since the last report. A source's positions become motion for a guest that
 * wants motion, and motion becomes positions for a guest that wants positions. In the latter case the pointer begins in the
 * middle of the screen and stops at its edges.
 */
final class Pointer {

    private final boolean absolute;
    private final int maxX;
    private final int maxY;
    private final int pixelX;
    private final int pixelY;

    private boolean placed;
    private int x;
    private int y;
    private int dx;
    private int dy;
    private int up;
    private boolean moved;

    Pointer(Features features, Mode mode) {
        absolute = mode.absolute();
        pixelX = features.width() - 1;
        pixelY = features.height() - 1;
        maxX = mode.raw() ? KbdPage.RAW_MAX : pixelX;
        maxY = mode.raw() ? KbdPage.RAW_MAX : pixelY;
    }

    /** A source reports a position. */
    void place(Place at) {
        int nowX = at.xOn(maxX);
        int nowY = at.yOn(maxY);
        if (!absolute && placed) {
            dx += nowX - x;
            dy += nowY - y;
        }
        moved |= !placed || nowX != x || nowY != y;
        x = nowX;
        y = nowY;
        placed = true;
    }

    /** A source reports a motion. */
    void move(int byX, int byY) {
        if (!absolute) {
            dx = sum(dx, byX);
            dy = sum(dy, byY);
            moved |= byX != 0 || byY != 0;
            return;
        }
        if (!placed) {
            x = maxX / 2;
            y = maxY / 2;
        }
        int nowX = clamp(x + (long) byX * maxX / pixelX, maxX);
        int nowY = clamp(y + (long) byY * maxY / pixelY, maxY);
        moved |= !placed || nowX != x || nowY != y;
        x = nowX;
        y = nowY;
        placed = true;
    }

    void turn(int byUp) {
        up = sum(up, byUp);
    }

    /** @return the motion since the last call; empty when nothing has changed */
    Optional<Entry.Move> take() {
        boolean something = up != 0 || (absolute ? moved : dx != 0 || dy != 0);
        if (!something) {
            moved = false;
            return Optional.empty();
        }
        if (absolute && !placed) {
            x = maxX / 2;
            y = maxY / 2;
            placed = true;
        }
        Entry.Move move = absolute ? new Entry.Move(true, x, y, up) : new Entry.Move(false, dx, dy, up);
        dx = 0;
        dy = 0;
        up = 0;
        moved = false;
        return Optional.of(move);
    }

    /** The last motion was dropped: the position has to be reported again. */
    void tellAgain() {
        moved = absolute && placed;
    }

    int[] state() {
        return new int[] {placed ? 1 : 0, x, y};
    }

    /** @param state of a pointer of the same kind on the same screen; otherwise ignored */
    void restore(int[] state) {
        if (state[0] == 1 && state[1] >= 0 && state[1] <= maxX && state[2] >= 0 && state[2] <= maxY) {
            placed = true;
            x = state[1];
            y = state[2];
        }
    }

    private static int sum(int one, int other) {
        return clampTo((long) one + other);
    }

    private static int clampTo(long value) {
        return (int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    private static int clamp(long value, int max) {
        return (int) Math.max(0, Math.min(max, value));
    }
}
