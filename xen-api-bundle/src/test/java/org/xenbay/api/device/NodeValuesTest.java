// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeValuesTest {

    private static NodeValues port(String value) {
        return new NodeValues(List.of("port"), Map.of("port", value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "+1",
                "0x10",
                "1e3",
                "99999999999999999999999",
                "NaN",
                "1\u0000",
                "٣",
                "--1",
                "-0x1"
            })
    void whatIsNotDecimalIsRefusedWithTheNodesName(String value) {
        assertThatThrownBy(() -> port(value).number("port", 0, 100))
                .isInstanceOf(BadNodeException.class)
                .hasMessageContaining("port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "131072", "4294967296"})
    void aPortOutOfRangeIsRefused(String value) {
        assertThatThrownBy(() -> port(value).eventChannel("port")).isInstanceOf(BadNodeException.class);
    }

    @Test
    void ofNodesThatAreReadTogetherTheOptionalOnesMayBeMissing() {
        NodeValues values = new NodeValues(List.of("ring-ref", "event-channel", "protocol"), Map.of("ring-ref", "8"));
        assertThat(values.firstMissing("ring-ref")).isEmpty();
        assertThat(values.firstMissing("ring-ref", "event-channel")).contains("event-channel");
        assertThat(values.text("protocol")).isEmpty();
        assertThat(values.firstMissing()).as("all are required").contains("event-channel");
        assertThatThrownBy(() -> values.firstMissing("ring-ref", "page-gref"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("page-gref");
    }

    @Test
    void aGrantReferenceMayBeWrittenSignedOrUnsigned() {
        assertThat(port("4294967295").grantReference("port")).isEqualTo(-1);
        assertThat(port("-1").grantReference("port")).isEqualTo(-1);
        assertThatThrownBy(() -> port("4294967296").grantReference("port")).isInstanceOf(BadNodeException.class);
    }

    @Test
    void aHugeValueIsShortenedInTheMessage() {
        assertThatThrownBy(() -> port("x".repeat(4000)).number("port", 0, 1))
                .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(120));
    }

    @Test
    void whatIsMissingIsNamedInTheOrderOfAsking() {
        NodeValues values = new NodeValues(List.of("ring-ref", "port"), Map.of("ring-ref", "8"));
        assertThat(values.firstMissing()).contains("port");
        assertThat(values.number("port", 0, 9, 7)).isEqualTo(7);
        assertThatThrownBy(() -> values.text("other")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "-1", "01", "4294967296", "", "+1", "2147483648"})
    void onlyCanonicalNumbersAreDeviceNumbers(String name) {
        assertThat(DeviceId.canonicalNumber(name)).isEmpty();
    }

    @Test
    void aDeviceIdReadsWhatItWrites() {
        assertThat(DeviceId.parse("5/console/1")).isEqualTo(new DeviceId(5, "console", 1));
        assertThat(DeviceId.parse("5/console/1")).hasToString("5/console/1");
        assertThatThrownBy(() -> DeviceId.parse("5/console")).hasMessageContaining("5/console/1");
        assertThatThrownBy(() -> DeviceId.parse("40000/console/1")).isInstanceOf(IllegalArgumentException.class);
    }
}
