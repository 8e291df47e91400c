// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenbay.api.ring.CorruptRingException;

class GeometryTest {

    private static final int MEMORY = 2 << 20;

    @Test
    void thePictureOfLinuxIsInside() {
        Geometry usual = new Geometry(800, 600, 3200, 32, 0);
        assertThat(usual.checked(MEMORY)).isSameAs(usual);
        assertThat(usual.checked(1_920_000)).isSameAs(usual);
    }

    /** The last pixel counts, not the last row's stride. */
    @Test
    void theLastRowMayEndWithItsPixels() {
        assertThat(new Geometry(10, 2, 100, 32, 0).checked(140)).isNotNull();
        assertThatThrownBy(() -> new Geometry(10, 2, 100, 32, 0).checked(139)).isInstanceOf(CorruptRingException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 600, 3200, 32, 0",
        "800, 0, 3200, 32, 0",
        "-800, 600, 3200, 32, 0",
        "800, -1, 3200, 32, 0",
        "800, 600, 0, 32, 0",
        "800, 600, -3200, 32, 0",
        "800, 600, 3199, 32, 0",
        "800, 600, 3200, 15, 0",
        "800, 600, 3200, 0, 0",
        "800, 600, 3200, 32, -1",
        "800, 600, 3200, 32, 177153",
        "800, 600, 3200, 32, 2147483647",
        "65536, 1, 262144, 32, 0",
        "1, 65536, 4, 32, 0",
        "65535, 65535, 2147483647, 8, 2147483647",
        "2147483647, 2147483647, 2147483647, 32, 2147483647"
    })
    void nonsenseIsRefused(int width, int height, int stride, int depth, int offset) {
        Geometry wrong = new Geometry(width, height, stride, depth, offset);
        assertThatThrownBy(() -> wrong.checked(MEMORY)).isInstanceOf(CorruptRingException.class);
    }
}
