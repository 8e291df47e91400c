// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The picture on the demonstration guest's screen: a boat in a bay, by day or by night. The arrow keys steer the boat, the
 * space bar makes night and day, the lighthouse shines at the pointer, and a click throws a stone into the water. Not
 * thread-safe.
 */
final class Bay {

    /** Codes of keys, as Linux counts them (include/uapi/linux/input-event-codes.h). */
    static final int SPACE = 57;

    static final int LEFT = 105;
    static final int RIGHT = 106;
    static final int DOWN = 108;

    private static final int SAIL = 92;
    private static final int LAMP = 110;
    private static final int SUN = 38;
    private static final double SPEED = 0.03;
    private static final int MAX_RINGS = 8;
    private static final double RING_SPEED = 0.05;
    private static final int RING_MILLIS = 6000;
    private static final Wave WAVE = new Wave();

    private final int width;
    private final int height;
    private final int horizon;
    private final Deque<Ring> rings = new ArrayDeque<>();
    private double boat;
    private int course = 1;
    private long millis;
    private boolean night;
    private int pointerX;
    private int pointerY;
    /** Whether more has changed than the parts that move all the time. */
    private boolean changed;

    /** Where a stone fell, and when. */
    private record Ring(int x, int y, long since) {}

    Bay(int width, int height) {
        this.width = width;
        this.height = height;
        this.horizon = height * 3 / 5;
        this.boat = width / 3.0;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** @return the first row of the parts that move all the time */
    int firstMovingRow() {
        return Math.max(0, waterline() - SAIL - 4);
    }

    /** @return whether the whole picture may have changed since the last call */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    void advance(long by) {
        millis += by;
        boat += course * SPEED * by;
        if (boat < 60 || boat > width - 60) {
            boat = Math.max(60, Math.min(width - 60, boat));
            course = -course;
        }
        while (!rings.isEmpty() && millis - rings.peek().since > RING_MILLIS) {
            rings.remove();
        }
    }

    /** A key was pressed. */
    void key(int code) {
        switch (code) {
            case LEFT -> course = -1;
            case RIGHT -> course = 1;
            case DOWN -> course = 0;
            case SPACE -> {
                night = !night;
                changed = true;
            }
            default -> {}
        }
    }

    void pointer(int x, int y) {
        pointerX = x;
        pointerY = y;
        changed |= night;
    }

    /** A button of the pointer was pressed. */
    void click() {
        if (pointerY > horizon && rings.size() < MAX_RINGS) {
            rings.add(new Ring(pointerX, pointerY, millis));
        }
    }

    int boat() {
        return (int) boat;
    }

    /** @return a pixel, 0x00RRGGBB */
    int rgb(int x, int y) {
        int ship = ship(x - (int) boat, y - waterline());
        int there = ship >= 0 ? ship : y < horizon ? aboveWater(x, y) : water(x, y);
        return night && inBeam(x, y) ? Colours.mix(there, 0xFFF3B0, 90) : there;
    }

    private int waterline() {
        return horizon + (height - horizon) / 3 + WAVE.at(millis / 3) * 3 / 256;
    }

    /** @return the boat's pixel; -1 where it is not */
    private int ship(int x, int y) {
        if (y >= -14 && y < 0 && Math.abs(x) < 46 + y) {
            return y < -10 ? 0xD9A05B : 0x7A3B1E;
        }
        if (y >= -SAIL && y < -14 && Math.abs(x) < 2) {
            return 0x4A2A14;
        }
        int lee = course < 0 ? -x : x;
        int below = y + SAIL - 4;
        if (below >= 0 && y < -20 && lee > 2 && lee < 3 + below * 5 / 8) {
            return 0xF8F4E8;
        }
        return below >= 0 && y < -24 && lee < -2 && -lee < 3 + below * 3 / 8 ? 0xE4572E : -1;
    }

    private int aboveWater(int x, int y) {
        int tower = tower(x - width * 86 / 100, horizon - y);
        if (tower >= 0) {
            return tower;
        }
        if (horizon - y < hill(x)) {
            return night ? 0x14241C : Colours.mix(0x4F7942, 0x9DB68C, 256 * (horizon - y) / 120);
        }
        return sky(x, y);
    }

    /** Heights of the two hills over the water. */
    private int hill(int x) {
        double left = 1 - x / (0.34 * width);
        double right = (x - 0.62 * width) / (0.38 * width);
        return (int) Math.max(left > 0 ? 96 * left * left : 0, right > 0 ? 64 * Math.sqrt(right) : 0);
    }

    /** @return the lighthouse's pixel, by the distance from its middle and the height over the water; -1 outside of it */
    private int tower(int x, int up) {
        if (up > LAMP && up < LAMP + 14 && Math.abs(x) < 7) {
            return night ? 0xFFF3B0 : 0x8FA3AD;
        }
        if (up >= LAMP + 14 && up < LAMP + 22 && Math.abs(x) < LAMP + 22 - up) {
            return 0xA02020;
        }
        return up >= 20 && up <= LAMP && Math.abs(x) < 12 - up / 22 ? up / 18 % 2 == 0 ? 0xF4F1E8 : 0xC8322B : -1;
    }

    private int sky(int x, int y) {
        int depth = 256 * y / horizon;
        int air = night ? Colours.mix(0x070B1E, 0x2E3460, depth) : Colours.mix(0x4A90D9, 0xF7E3BF, depth);
        int dx = x - width * 3 / 10;
        int dy = y - height / 5;
        int distance = (int) Math.sqrt(dx * dx + dy * dy);
        if (distance < SUN) {
            return night ? 0xE8E6D9 : 0xFFE27A;
        }
        if (night && (x * 7919 + y * 104729 & 1023) == 5) {
            return 0xFFFFFF;
        }
        return Colours.mix(night ? 0x9AA0C8 : 0xFFEFB0, air, Math.min(256, 96 + distance));
    }

    private int water(int x, int y) {
        int depth = 256 * (y - horizon) / (height - horizon);
        int deep = night ? Colours.mix(0x1C2850, 0x060A1C, depth) : Colours.mix(0x4C9BC9, 0x0B3C6F, depth);
        int one = WAVE.at(x * 5 + y * 23L + millis / 4);
        int other = WAVE.at(x * 3 - y * 11L - millis / 6);
        int crest = one * other >> 8;
        if (one > 110 && Math.abs(x - width * 3 / 10) < SUN + depth / 5) {
            return Colours.mix(deep, night ? 0xD8D6CC : 0xFFE9A8, 120);
        }
        if (crest > 140 || inRing(x, y)) {
            return Colours.mix(deep, 0xFFFFFF, 56);
        }
        return deep;
    }

    private boolean inRing(int x, int y) {
        for (Ring ring : rings) {
            double radius = (millis - ring.since) * RING_SPEED;
            double distance = Math.hypot(x - ring.x, 2 * (y - ring.y));
            if (Math.abs(distance - radius) < 3) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether the lighthouse's beam covers a pixel: the beam goes from the lamp to the pointer, and beyond. */
    private boolean inBeam(int x, int y) {
        int lampX = width * 86 / 100;
        int lampY = horizon - LAMP - 7;
        long toX = pointerX - lampX;
        long toY = pointerY - lampY;
        long dx = x - lampX;
        long dy = y - lampY;
        long along = dx * toX + dy * toY;
        long across = Math.abs(dx * toY - dy * toX);
        return along > 0 && across * 14 < along;
    }
}
