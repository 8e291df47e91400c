// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a terminal sends, in whatever pieces it comes. */
class KeysTest {

    private final List<String> heard = new ArrayList<>();
    private final Keys keys = new Keys(new Keys.Listener() {
        @Override
        public void typed(char key) {
            heard.add("" + key);
        }

        @Override
        public void cursor(int row, int column) {
            heard.add(row + " x " + column);
        }
    });

    private void put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        keys.put(bytes, bytes.length);
    }

    @Test
    void theSizeIsToldFromWhatIsTyped() {
        put("s\u001b[24;80Rq");
        assertThat(heard).containsExactly("s", "24 x 80", "q");
    }

    @Test
    void anAnswerMayComeInPieces() {
        for (String piece : "\u001b[5\u0030;132R".split("")) {
            put(piece);
        }
        assertThat(heard).containsExactly("50 x 132");
    }

    @Test
    void cursorKeysAndOtherSequencesMeanNothing() {
        put("\u001b[A\u001bOB\u001b[3~\u001b[;R\u001b[0;0R\u001b[999999999999;1Rx");
        assertThat(heard).containsExactly("10000 x 1", "x");
    }
}
