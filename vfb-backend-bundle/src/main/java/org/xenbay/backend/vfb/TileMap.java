// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.xenbay.api.screen.Area;

/** Tiles of a picture, each marked or not. Not thread-safe. */
final class TileMap {

    static final int WIDTH = 64;
    static final int HEIGHT = 16;

    private final int width;
    private final int height;
    private final int columns;
    private final int rows;
    private final BitSet marked = new BitSet();

    /** @param width of the picture, in pixels */
    TileMap(int width, int height) {
        this.width = width;
        this.height = height;
        this.columns = (width + WIDTH - 1) / WIDTH;
        this.rows = (height + HEIGHT - 1) / HEIGHT;
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    boolean isEmpty() {
        return marked.isEmpty();
    }

    void markAll() {
        marked.set(0, columns * rows);
    }

    void mark(int column, int row) {
        marked.set(row * columns + column);
    }

    /** Marks each tile that has a pixel of the area, which is inside the picture. */
    void mark(Area area) {
        int from = area.x() / WIDTH;
        int to = (area.x() + area.width() - 1) / WIDTH;
        for (int row = area.y() / HEIGHT; row <= (area.y() + area.height() - 1) / HEIGHT; row++) {
            marked.set(row * columns + from, row * columns + to + 1);
        }
    }

    void clear() {
        marked.clear();
    }

    /** @return the first row of tiles with a mark; -1 without any mark */
    int firstRow() {
        int first = marked.nextSetBit(0);
        return first < 0 ? -1 : first / columns;
    }

    /** @return the first marked tile of a row at or behind a column; the number of columns if there is no such tile */
    int nextMarked(int row, int column) {
        int next = marked.nextSetBit(row * columns + column);
        return next < 0 || next >= (row + 1) * columns ? columns : next - row * columns;
    }

    /** @return the first tile of a row at or behind a column that is not marked; the number of columns if there is no such tile */
    int nextClear(int row, int column) {
        return Math.min(columns, marked.nextClearBit(row * columns + column) - row * columns);
    }

    void clearRow(int row) {
        marked.clear(row * columns, (row + 1) * columns);
    }

    /** @return the marked tiles as areas without overlap: runs of tiles, joined with the same run below; in one go over the tiles */
    List<Area> areas() {
        List<Area> areas = new ArrayList<>();
        List<Area> above = List.of();
        for (int row = 0; row < rows; row++) {
            above = below(above, row, areas);
        }
        areas.addAll(above);
        return areas;
    }

    /**
     * @param above areas that end above the row, from left to right
     * @param ended gets those of them that do not go on
     * @return areas that end with the row, from left to right
     */
    private List<Area> below(List<Area> above, int row, List<Area> ended) {
        List<Area> open = new ArrayList<>();
        int next = 0;
        for (int from = nextMarked(row, 0); from < columns; ) {
            int to = nextClear(row, from);
            Area run = run(row, from, to);
            while (next < above.size() && above.get(next).x() < run.x()) {
                ended.add(above.get(next++));
            }
            if (next < above.size() && isSameRun(above.get(next), run)) {
                Area upper = above.get(next++);
                run = new Area(run.x(), upper.y(), run.width(), upper.height() + run.height());
            }
            open.add(run);
            from = nextMarked(row, to);
        }
        ended.addAll(above.subList(next, above.size()));
        return open;
    }

    private static boolean isSameRun(Area one, Area other) {
        return one.x() == other.x() && one.width() == other.width();
    }

    private Area run(int row, int from, int to) {
        int x = from * WIDTH;
        int y = row * HEIGHT;
        return new Area(x, y, Math.min(to * WIDTH, width) - x, Math.min(y + HEIGHT, height) - y);
    }
}
