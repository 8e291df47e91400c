// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource({"0,0", "0.04,0.0", "2.44,2.4", "9,9", "10.6,11", "123456,123456"})
    void smallNumbersHaveADigitAfterThePoint(double number, String text) {
        assertThat(Amounts.count(number)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1023,1023", "1024,1K", "1536,1.5K", "15728640,15M", "1e18,888P", "1e21,888178P"})
    void bytesHaveTheLargestUnit(double number, String text) {
        assertThat(Amounts.bytes(number)).isEqualTo(text);
    }
}
