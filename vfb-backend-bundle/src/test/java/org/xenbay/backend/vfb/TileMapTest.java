// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.screen.Area;

class TileMapTest {

    @Test
    void allOfAPictureIsOneArea() {
        TileMap tiles = new TileMap(801, 17);
        assertThat(tiles.areas()).isEmpty();
        tiles.markAll();
        assertThat(tiles.areas()).containsExactly(new Area(0, 0, 801, 17));
    }

    @Test
    void aPixelMarksItsTile() {
        TileMap tiles = new TileMap(800, 600);
        tiles.mark(new Area(64, 15, 1, 2));
        assertThat(tiles.areas()).containsExactly(new Area(64, 0, 64, 32));
    }

    /** Each pixel of each marked tile is in exactly one area. */
    @RepeatedTest(50)
    void areasCoverTheTilesOnce(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int width = 1 + random.nextInt(400);
        int height = 1 + random.nextInt(200);
        TileMap tiles = new TileMap(width, height);
        int[][] wanted = new int[height][width];
        for (int i = random.nextInt(40); i > 0; i--) {
            int x = random.nextInt(width);
            int y = random.nextInt(height);
            tiles.mark(new Area(x, y, 1, 1));
            for (int row = y / 16 * 16; row < Math.min(height, y / 16 * 16 + 16); row++) {
                for (int column = x / 64 * 64; column < Math.min(width, x / 64 * 64 + 64); column++) {
                    wanted[row][column] = 1;
                }
            }
        }
        assertThat(counted(tiles.areas(), width, height)).isDeepEqualTo(wanted);
    }

    /** Many areas that end above, and as many that go on from row to row: a guest may draw so. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void manyAreasAreFoundInOneGoOverTheTiles() {
        TileMap tiles = new TileMap(65_536, 32_768);
        for (int row = 0; row < tiles.rows(); row++) {
            for (int column = row < tiles.rows() / 2 ? row % 2 : 0; column < tiles.columns(); column += 2) {
                tiles.mark(column, row);
            }
        }
        assertThat(tiles.areas()).hasSize(512 * 1024 + 512);
    }

    private static int[][] counted(List<Area> areas, int width, int height) {
        int[][] counts = new int[height][width];
        for (Area area : areas) {
            for (int row = area.y(); row < area.y() + area.height(); row++) {
                for (int column = area.x(); column < area.x() + area.width(); column++) {
                    counts[row][column]++;
                }
            }
        }
        return counts;
    }
}
