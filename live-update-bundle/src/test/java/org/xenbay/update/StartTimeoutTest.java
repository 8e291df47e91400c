// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartTimeoutTest {

    @Test
    void secondsOfThePropertyAreUsed() {
        assertThat(UpdateComponent.startTimeout("5")).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void withoutThePropertyItIsAsLongAsNewCodeHasToServe() {
        assertThat(UpdateComponent.startTimeout(null)).isEqualTo(Observer.TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "soon", "5 s", "99999999999"})
    void whatIsNoNumberOfSecondsIsNotUsed(String wrong) {
        assertThat(UpdateComponent.startTimeout(wrong)).isEqualTo(Observer.TIMEOUT);
    }
}
