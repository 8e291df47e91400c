// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadTest {

    @Test
    void stringsEndWithANulEach() {
        assertThat(Payload.ofStrings("/a", "t")).containsExactly('/', 'a', 0, 't', 0);
        assertThat(Payload.ofStrings("")).containsExactly(0);
        assertThat(Payload.strings(new byte[] {'a', 0, 0, 'b', 0})).contains(List.of("a", "", "b"));
        assertThat(Payload.strings(new byte[0])).contains(List.of());
    }

    @Test
    void withoutTheLastNulTheyAreNotStrings() {
        assertThat(Payload.strings(new byte[] {'a', 0, 'b'})).isEmpty();
    }

    @Test
    void aValueFollowsItsPathAsItIs() {
        byte[] payload = Payload.ofStringAndValue("/a", new byte[] {0, 1, -1});
        assertThat(payload).containsExactly('/', 'a', 0, 0, 1, -1);
        assertThat(Payload.firstString(payload)).contains("/a");
        assertThat(Payload.afterFirstString(payload)).containsExactly(0, 1, -1);
        assertThat(Payload.afterFirstString(new byte[] {'a', 0})).isEmpty();
        assertThat(Payload.firstString(new byte[] {'a'})).isEmpty();
    }

    @Test
    void foreignBytesOfATokenComeBackUnchanged() {
        byte[] bytes = {(byte) 0xff, (byte) 0x80, 'x', 0};
        assertThat(Payload.ofStrings(Payload.strings(bytes).orElseThrow())).isEqualTo(bytes);
    }

    @Test
    void aNulInsideAStringIsRefused() {
        assertThatThrownBy(() -> Payload.ofStrings("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }
}
