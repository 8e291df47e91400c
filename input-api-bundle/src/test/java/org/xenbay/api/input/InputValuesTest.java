// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.InputEvent.TouchOrientation;
import org.xenbay.api.input.InputEvent.TouchShape;

class InputValuesTest {

    @Test
    void everyCodeHasANameThatReadsBack() {
        for (int code = 1; code <= KeyNames.MAX_CODE; code++) {
            assertThat(KeyNames.code(KeyNames.name(code))).isEqualTo(code);
        }
    }

    @Test
    void namesAreLinuxsAndThoseThatPeopleType() {
        assertThat(KeyNames.code("a")).isEqualTo(30);
        assertThat(KeyNames.code("F12")).isEqualTo(88);
        assertThat(KeyNames.code("kpenter")).isEqualTo(96);
        assertThat(KeyNames.code("f13")).isEqualTo(183);
        assertThat(KeyNames.code("uwb")).isEqualTo(239);
        assertThat(KeyNames.code("btn-task")).isEqualTo(0x117);
        assertThat(KeyNames.code("ok")).isEqualTo(0x160);
        assertThat(KeyNames.code("numeric-0")).isEqualTo(0x200);
        assertThat(KeyNames.code("ctrl")).isEqualTo(29);
        assertThat(KeyNames.code("Del")).isEqualTo(111);
        assertThat(KeyNames.code("0x1d0")).isEqualTo(0x1D0);
    }

    @Test
    void whatIsNoKeyIsRefused() {
        for (String name : new String[] {"", "nokey", "0x0", "0x300", "30x", "-1"}) {
            assertThatThrownBy(() -> KeyNames.code(name)).hasMessageContaining("there is no key named " + name);
        }
        assertThatThrownBy(() -> new Key(0, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Key(0x300, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TouchShape(0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TouchOrientation(0, 181)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPlaceIsScaledToTheNearestPixelAndEdgesStayEdges() {
        for (int max : new int[] {1, 2, 599, 767, 1023, 32767, 65535}) {
            assertThat(new Place(0, 0, 32767, 32767).xOn(max)).isZero();
            assertThat(new Place(32767, 32767, 32767, 32767).yOn(max)).isEqualTo(max);
            for (int x = 0; x <= 32767; x += 13) {
                assertThat(new Place(x, 0, 32767, 1).xOn(max))
                        .isEqualTo((int) Math.floor((double) x * max / 32767 + 0.5));
            }
        }
        assertThat(new Place(1, 1, 2, 2).xOn(1)).as("half is rounded up").isEqualTo(1);
        assertThat(new Place(Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 1).xOn(65535))
                .isEqualTo(65535);
    }

    @Test
    void aPlaceBesideItsSurfaceIsRefused() {
        for (int[] place : new int[][] {{-1, 0, 9, 9}, {0, 10, 9, 9}, {10, 0, 9, 9}, {0, 0, 0, 9}}) {
            assertThatThrownBy(() -> new Place(place[0], place[1], place[2], place[3]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
