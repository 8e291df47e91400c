// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorePathTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/local/domain/0", "/a-b_c@d", "/@releaseDomain"})
    void aGoodPathIsKeptAsItIs(String text) {
        assertThat(StorePath.of(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a/", "//", "/a//b", "/a b", "/ä", "/a\u0000", "/a.b"})
    void aBadPathIsRefused(String text) {
        assertThat(StorePath.isValid(text)).isFalse();
        assertThatThrownBy(() -> StorePath.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLongestPathHas3072Bytes() {
        assertThat(StorePath.isValid("/" + "a".repeat(3071))).isTrue();
        assertThat(StorePath.isValid("/" + "a".repeat(3072))).isFalse();
    }

    @Test
    void belowMeansWholeComponents() {
        StorePath domain = StorePath.ofDomain(5);
        assertThat(StorePath.of("/local/domain/5/device").isAtOrBelow(domain)).isTrue();
        assertThat(StorePath.of("/local/domain/55").isAtOrBelow(domain)).isFalse();
        assertThat(domain.child("device/vkbd/0").relativeTo(domain)).isEqualTo("device/vkbd/0");
        assertThat(StorePath.ROOT.child("tool").parent()).isEqualTo(StorePath.ROOT);
        assertThat(domain.isAtOrBelow(StorePath.ROOT)).isTrue();
    }
}
