// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.device.DeviceId;

class DevicePatternTest {

    @ParameterizedTest
    @CsvSource({
        "5/console/1, 5/console/1, true",
        "5/console/1, 5/console/12, false",
        "5/console, 5/console/12, true",
        "5, 5/console/1, true",
        "5, 15/console/1, false",
        "5, 1/console/5, false",
        "console, 5/console/1, true",
        "console/1, 5/console/1, true",
        "console, 5/vconsole/1, false",
        "*, 5/console/1, true",
        "*/console/1, 5/console/1, true",
        "5/*/1, 5/console/1, true",
        "5/c*e/1, 5/console/1, true",
        "5/c*x/1, 5/console/1, false",
        "c*, 5/console/1, true",
        "1*/vkbd, 12/vkbd/0, true",
        "9pfs, 5/9pfs/0, true",
        "*/9pfs, 5/9pfs/0, true"
    })
    void aPartOfAnIdChoosesWhatHasIt(String pattern, String id, boolean matches) {
        assertThat(DevicePattern.of(pattern).matches(DeviceId.parse(id))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"''", "5//1", "/5", "a/b/c/d"})
    void whatIsNoPartOfAnIdIsRefused(String pattern) {
        assertThatThrownBy(() -> DevicePattern.of(pattern)).isInstanceOf(CommandFailure.class);
    }

    @Test
    void starsInARowCostNoMoreThanOne() {
        DevicePattern stars = DevicePattern.of("*".repeat(500) + "x");
        DeviceId id = DeviceId.parse("5/" + "a".repeat(1000) + "/1");
        assertThat(Assertions.<Boolean>assertTimeoutPreemptively(Duration.ofSeconds(5), () -> stars.matches(id)))
                .isFalse();
    }
}
