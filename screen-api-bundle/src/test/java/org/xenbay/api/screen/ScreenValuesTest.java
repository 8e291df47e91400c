// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenValuesTest {

    @Test
    void anAreaHasPixels() {
        assertThat(new Area(0, 0, 65_535, 65_535).pixels()).isEqualTo(4_294_836_225L);
        assertThatThrownBy(() -> new Area(1, 2, 0, 3)).hasMessage("no area: 0 by 3 pixels at 1,2");
        assertThatThrownBy(() -> new Area(-1, 2, 1, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChangeWithoutWidthIsNoPicture() {
        assertThat(ScreenChange.NO_PICTURE.hasPicture()).isFalse();
        assertThat(new ScreenChange(1, 1, List.of()).hasPicture()).isTrue();
    }

    @Test
    void aPasswordIsNotInTheWords() {
        VncRequest request = VncRequest.of("127.0.0.1", 3, true).withPassword("secret");
        assertThat(request.password()).contains("secret");
        assertThat(request).hasToString("127.0.0.1:3 or the next free one");
        assertThat(VncRequest.NONE).hasToString("not by TCP");
        assertThat(VncRequest.NONE.isWanted()).isFalse();
    }
}
