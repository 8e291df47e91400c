// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.testing.FakeDevices;

class JsonTest {

    record Point(int x, String name, List<Object> more) {}

    @Test
    void aRecordBecomesAnObjectInTheOrderOfItsComponents() {
        assertThat(Json.of(new Point(1, "a", Arrays.asList(true, null, 2L, 1.5))))
                .isEqualTo("{\"x\":1,\"name\":\"a\",\"more\":[true,null,2,1.5]}");
    }

    @Test
    void idsStatesAndTimesBecomeTheirText() {
        assertThat(Json.of(List.of(
                        DeviceId.parse("5/console/1"), XenbusState.INIT_WAIT, Instant.parse("2026-11-23T10:00:00Z"))))
                .isEqualTo("[\"5/console/1\",\"InitWait\",\"2026-11-23T10:00:00Z\"]");
    }

    @Test
    void mapsOptionalsAndEmptyThings() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("none", Optional.empty());
        map.put("some", Optional.of("x"));
        map.put("list", List.of());
        map.put("map", Map.of());
        map.put("nan", Double.NaN);
        assertThat(Json.of(map)).isEqualTo("{\"none\":null,\"some\":\"x\",\"list\":[],\"map\":{},\"nan\":null}");
    }

    @Test
    void whatWouldEndAStringOrSteerATerminalIsEscaped() {
        assertThat(Json.of("a\"b\\c\n\r\t\u0000\u001b\u007f\u009b\u2028\ud800"))
                .isEqualTo("\"a\\\"b\\\\c\\n\\r\\t\\u0000\\u001b\\u007f\\u009b\\u2028\\ud800\"");
        assertThat(Json.of("ä€\uD83D\uDE00")).isEqualTo("\"ä€\uD83D\uDE00\"");
    }

    @Test
    void aDevicesHealthIsInItsJson() {
        assertThat(Json.of(FakeDevices.explained("5/console/1", DeviceView.WELL)))
                .contains("\"health\":\"WELL\"");
        assertThat(Json.of(List.of(FakeDevices.device("5/console/1", "web", "broken"))))
                .endsWith("\"health\":\"FAILED\"}]");
    }

    @Test
    void aWholeDeviceIsOneLine() {
        assertThat(Json.of(FakeDevices.device("5/console/1", "two\nlines")))
                .startsWith("{\"id\":\"5/console/1\",\"domainName\":\"two\\nlines\",\"backendState\":\"InitWait\"")
                .contains("\"details\":{\"tty\":\"/dev/pts/3\"}", "\"transitions\":[{\"time\":")
                .doesNotContain("\n");
    }

    @Test
    void whatHasNoJsonIsRefused() {
        assertThatThrownBy(() -> Json.of(new Object())).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void anyTextComesBack(@ForAll String text) {
        assertThat(unescape(Json.of(text))).isEqualTo(text);
    }

    /** What a reader of RFC 8259, section 7, does; fails on a bare control character or quote. */
    private static String unescape(String json) {
        assertThat(json).startsWith("\"").endsWith("\"");
        StringBuilder text = new StringBuilder();
        int end = json.length() - 1;
        for (int i = 1; i < end; i++) {
            char c = json.charAt(i);
            assertThat(c).isGreaterThanOrEqualTo(' ').isNotEqualTo('"');
            if (c != '\\') {
                text.append(c);
                continue;
            }
            i++;
            switch (json.charAt(i)) {
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case '"' -> text.append('"');
                case '\\' -> text.append('\\');
                case 'u' -> {
                    text.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> throw new AssertionError("unknown escape in " + json);
            }
        }
        return text.toString();
    }
}
