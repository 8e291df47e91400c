// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BayTest {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 600;

    private final Bay bay = new Bay(WIDTH, HEIGHT);

    private int[] picture() {
        return pictureOf(bay);
    }

    private int[] rows(int from, int to) {
        return IntStream.range(from * WIDTH, to * WIDTH)
                .map(at -> bay.rgb(at % WIDTH, at / WIDTH))
                .toArray();
    }

    private static long differences(int[] one, int[] other) {
        return IntStream.range(0, one.length).filter(i -> one[i] != other[i]).count();
    }

    @Test
    void onlyTheWaterAndTheBoatMoveByThemselves() {
        int still = bay.firstMovingRow() - 4;
        int[] above = rows(0, still);
        int[] all = picture();
        bay.advance(400);
        assertThat(rows(0, still)).isEqualTo(above);
        assertThat(differences(all, picture())).isGreaterThan(1000);
        assertThat(bay.takeChanged()).isFalse();
    }

    @Test
    void theArrowKeysSteerTheBoatWhichTurnsAtTheShore() {
        int begin = bay.boat();
        bay.advance(1000);
        assertThat(bay.boat()).isGreaterThan(begin);
        bay.key(Bay.LEFT);
        bay.advance(2000);
        assertThat(bay.boat()).isLessThan(begin);
        bay.key(Bay.DOWN);
        int there = bay.boat();
        bay.advance(5000);
        assertThat(bay.boat()).isEqualTo(there);
        bay.key(Bay.RIGHT);
        for (int i = 0; i < 10_000; i++) {
            bay.advance(100);
            assertThat(bay.boat()).isBetween(0, WIDTH);
        }
    }

    @Test
    void theSpaceBarMakesNightAndTheBeamFollowsThePointer() {
        int[] day = picture();
        bay.pointer(100, 100);
        assertThat(bay.takeChanged()).isFalse();
        assertThat(picture()).isEqualTo(day);
        bay.key(Bay.SPACE);
        assertThat(bay.takeChanged()).isTrue();
        int[] night = picture();
        assertThat(differences(day, night)).isGreaterThan(WIDTH * HEIGHT / 2);
        bay.pointer(500, 100);
        assertThat(bay.takeChanged()).isTrue();
        assertThat(differences(night, picture())).isGreaterThan(1000);
        bay.key(Bay.SPACE);
        assertThat(picture()).isEqualTo(day);
    }

    @Test
    void aStoneMakesARingThatGrowsAndGoes() {
        Bay still = new Bay(WIDTH, HEIGHT);
        bay.pointer(600, 100);
        bay.click();
        bay.advance(500);
        still.advance(500);
        int[] calm = pictureOf(still);
        assertThat(picture()).as("no ring in the sky").isEqualTo(calm);
        bay.pointer(600, 500);
        bay.click();
        bay.advance(500);
        still.advance(500);
        assertThat(differences(pictureOf(still), picture())).isGreaterThan(50);
        bay.advance(6000);
        still.advance(6000);
        assertThat(picture()).isEqualTo(pictureOf(still));
    }

    private static int[] pictureOf(Bay bay) {
        return IntStream.range(0, HEIGHT * WIDTH)
                .map(at -> bay.rgb(at % WIDTH, at / WIDTH))
                .toArray();
    }

    @Test
    void anySizeIsDrawn() {
        for (int[] size : new int[][] {{1, 1}, {16, 5}, {320, 200}, {1920, 1080}}) {
            Bay other = new Bay(size[0], size[1]);
            other.advance(1000);
            assertThat(other.firstMovingRow()).isBetween(0, size[1]);
            assertThat(other.rgb(size[0] - 1, size[1] - 1)).isBetween(0, 0xFFFFFF);
        }
    }
}
