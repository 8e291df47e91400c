// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void theLogTellsOnceInAWhileAndHowOftenItWas() {
        AtomicLong now = new AtomicLong(-5);
        Pace pace = new Pace(10, now::get);
        assertThat(pace.happened()).isEqualTo(1);
        assertThat(pace.happened()).isZero();
        now.addAndGet(9);
        assertThat(pace.happened()).isZero();
        now.addAndGet(1);
        assertThat(pace.happened()).isEqualTo(3);
        assertThat(pace.happened()).isZero();
    }
}
