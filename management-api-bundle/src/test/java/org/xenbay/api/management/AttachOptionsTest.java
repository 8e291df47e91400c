// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import org.junit.jupiter.api.Test;

class AttachOptionsTest {

    @Test
    void optionsAreKeysAndValuesInTheirOrder() {
        assertThat(AttachOptions.parse(List.of("tag=a=b", "path=/srv", "note=")))
                .containsExactly(entry("tag", "a=b"), entry("path", "/srv"), entry("note", ""));
        assertThat(AttachOptions.parse(List.of())).isEmpty();
    }

    @Test
    void whatIsNoOptionIsRefused() {
        for (String word : new String[] {"path", "=/srv", ""}) {
            assertThatThrownBy(() -> AttachOptions.parse(List.of("a=1", word)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("an option is written key=value, not " + word);
        }
        assertThatThrownBy(() -> AttachOptions.parse(List.of("a=1", "a=1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option a is given twice");
    }
}
