// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.ScreenChange;

/**
 * A screen with some lines of text in its middle.
 *
 * @param width in pixels
 * @param height in pixels
 * @param lines the text
 */
record StatusScreen(int width, int height, List<String> lines) {

    /** Largest picture; larger screens are shown smaller, as positions are relative to the screen. */
    private static final int MAX_WIDTH = 1920;

    private static final int MAX_HEIGHT = 1200;

    /** Pixels of the screen for one pixel of the font. */
    private static final int SCALE = 2;

    private static final int CELL_WIDTH = (Font.WIDTH + 1) * SCALE;
    private static final int CELL_HEIGHT = (Font.HEIGHT + 3) * SCALE;

    StatusScreen {
        width = Math.min(width, MAX_WIDTH);
        height = Math.min(height, MAX_HEIGHT);
        lines = lines.stream().map(line -> line.toUpperCase(Locale.ROOT)).toList();
    }

    /** @return whether there is a white pixel */
    boolean isLit(int x, int y) {
        int top = (height - lines.size() * CELL_HEIGHT) / 2;
        int row = Math.floorDiv(y - top, CELL_HEIGHT);
        if (row < 0 || row >= lines.size()) {
            return false;
        }
        String line = lines.get(row);
        int left = (width - line.length() * CELL_WIDTH) / 2;
        int column = Math.floorDiv(x - left, CELL_WIDTH);
        return column >= 0
                && column < line.length()
                && Font.isLit(
                        line.charAt(column),
                        Math.floorMod(x - left, CELL_WIDTH) / SCALE,
                        Math.floorMod(y - top, CELL_HEIGHT) / SCALE);
    }

    private static final int WHITE = 0xFFFFFF;

    /** @return what has changed since another screen was shown; all of it, when it differs */
    ScreenChange since(@Nullable StatusScreen before) {
        return equals(before) ? new ScreenChange(width, height, List.of()) : StatusLook.all(width, height);
    }

    /** Copies pixels out, row by row. */
    void read(Area area, int[] pixels) {
        int i = 0;
        for (int y = area.y(); y < area.y() + area.height(); y++) {
            for (int x = area.x(); x < area.x() + area.width(); x++) {
                pixels[i++] = isLit(x, y) ? WHITE : 0;
            }
        }
    }
}
