// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.ErrorManager;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class HostTest {

    @Test
    void jsonHasMapsListsTextsNumbersAndNothing() {
        assertThat(Json.of(Map.of("a", Arrays.asList(1, 2.5, true, null, "x\"y\n"))))
                .isEqualTo("{\"a\":[1,2.5,true,null,\"x\\\"y\\n\"]}");
        assertThat(Json.of(List.of(1L << 60))).isEqualTo("[\"1152921504606846976\"]");
        assertThat(Json.of(Map.of())).isEqualTo("{}");
    }

    @Test
    void optionsAreKeysAndValues() {
        assertThat(HostActions.options(" path=/srv  tag=a=b\n")).isEqualTo(Map.of("path", "/srv", "tag", "a=b"));
        assertThat(HostActions.options("")).isEmpty();
        assertThatThrownBy(() -> HostActions.options("path")).hasMessageContaining("key=value");
        assertThatThrownBy(() -> HostActions.options("a=1 a=2")).hasMessageContaining("twice");
    }

    @Test
    void aDeviceThatIsNoneIsRefusedInWords() {
        assertThatThrownBy(() -> DeviceViews.id("<b>"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("domain/type/number");
    }

    @Test
    void theLatestLinesOfTheLogAreKeptAndBounded() {
        Logger logger = Logger.getLogger(HostTest.class.getName());
        LogLines lines = new LogLines();
        try {
            for (int i = 0; i < 500; i++) {
                lines.publish(new LogRecord(Level.INFO, "line " + i));
            }
            logger.log(Level.WARNING, "x".repeat(5000));
            List<Map<String, Object>> kept = lines.lines();
            assertThat(kept).hasSize(400);
            assertThat(kept.get(0)).containsEntry("text", "line 101").containsEntry("level", "info");
            assertThat(kept.get(399).get("text").toString()).hasSizeLessThan(500);
            assertThat(kept.get(399)).containsEntry("level", "warning");
        } finally {
            lines.close();
        }
        assertThat(Logger.getLogger("").getHandlers()).noneMatch(LogLines.class::isInstance);
    }

    @Test
    void whoeverLogsGoesOnWhateverIsLogged() {
        LogLines lines = new LogLines();
        try {
            List<Integer> reported = new ArrayList<>();
            lines.setErrorManager(new ErrorManager() {
                @Override
                public void error(String message, Exception failed, int code) {
                    reported.add(code);
                }
            });
            lines.publish(new LogRecord(Level.INFO, null));
            for (Throwable thrown : List.of(new IllegalStateException("of a test"), new StackOverflowError())) {
                LogRecord record = new LogRecord(Level.INFO, "x");
                record.setThrown(new Exception() {
                    @Override
                    public String toString() {
                        if (thrown instanceof Error error) {
                            throw error;
                        }
                        throw (RuntimeException) thrown;
                    }
                });
                lines.publish(record);
            }
            assertThat(reported).containsExactly(ErrorManager.FORMAT_FAILURE, ErrorManager.FORMAT_FAILURE);
            assertThat(lines.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line).containsEntry("text", ""));
        } finally {
            lines.close();
        }
    }
}
