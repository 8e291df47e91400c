// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JournalEntryTest {

    private static String entry(String line, String logger, String message) {
        LogRecord record = new LogRecord(Level.WARNING, message);
        record.setLoggerName(logger);
        byte[] entry = JournalEntry.of(line, record, "xenbus-device-1");
        return entry == null ? null : new String(entry, StandardCharsets.UTF_8);
    }

    @Test
    void aLineOfADeviceHasItsFields() {
        assertThat(entry("<4>device: 3/console/0: no ring\n", "org.xenbay.device", "3/console/0: no ring"))
                .isEqualTo("""
                        MESSAGE=device: 3/console/0: no ring
                        PRIORITY=4
                        SYSLOG_IDENTIFIER=xenbay
                        XENBAY_THREAD=xenbus-device-1
                        XENBAY_LOGGER=org.xenbay.device
                        XENBAY_DEVICE=3/console/0
                        XENBAY_GUEST=3
                        """);
        assertThat(entry("<4>CallWatch: …\n", "org.xenbay.core.device.CallWatch", "32751/9pfs/4294967295: x hangs"))
                .contains("XENBAY_DEVICE=32751/9pfs/4294967295\nXENBAY_GUEST=32751\n");
    }

    @Test
    void whatDoesNotBeginWithADeviceIsNoneOfADevices() {
        for (String message : new String[] {
            "3/console/0", " 3/console/0: x", "3/console/00: x", "03/console/0: x", "3/con sole/0: x", "3//0: x",
            "x 3/console/0: x", "3/console: x", "3/console/0/1: x", "-1/console/0: x", "٣/console/0: x", ""
        }) {
            assertThat(entry("<4>device: …\n", "org.xenbay.device", message))
                    .as(message)
                    .doesNotContain("XENBAY_DEVICE")
                    .doesNotContain("XENBAY_GUEST");
        }
        assertThat(entry("<4>device: …\n", "org.xenbay.device", null)).doesNotContain("XENBAY_DEVICE");
    }

    /** A guest's name may be anything, and other bundles may begin a line with it. */
    @Test
    void aLineOfOtherCodeIsNoneOfADevices() {
        assertThat(entry("<6>Thing: …\n", "org.example.Thing", "3/console/0: forged"))
                .doesNotContain("XENBAY_DEVICE")
                .contains("XENBAY_LOGGER=org.example.Thing\n");
        assertThat(entry("<6>: …\n", null, "3/console/0: forged"))
                .doesNotContain("XENBAY_DEVICE")
                .doesNotContain("XENBAY_LOGGER");
    }

    @Test
    void aLineWithoutAPriorityIsNotForTheJournal() {
        assertThat(entry("2026-12-01 12:00:00.000 WARN  device: x\n", "org.xenbay.device", "x"))
                .isNull();
        assertThat(entry("<9>device: x\n", "org.xenbay.device", "x")).isNull();
        assertThat(entry("", "org.xenbay.device", "x")).isNull();
    }

    @Test
    void aStackTraceIsOneEntryOfSeveralLines() {
        String text = "Thing: failed\n    at a\n    at b";
        assertThat(entry("<3>" + text + "\n", "org.xenbay.Thing", "failed"))
                .startsWith("MESSAGE\n" + (char) text.length() + "\0\0\0\0\0\0\0" + text + "\nPRIORITY=3\n");
    }

    @Test
    void theLengthCountsBytesAndItsLowestByteIsTheFirst() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("A", "=é=");
        fields.put("B", "\n" + "é".repeat(200));
        byte[] entry = JournalEntry.encode(fields);
        byte[] first = "A==é=\nB\n".getBytes(StandardCharsets.UTF_8);
        assertThat(entry).startsWith(first).hasSize(first.length + 8 + 401 + 1).endsWith('\n');
        assertThat(entry[first.length]).isEqualTo((byte) (401 & 0xFF));
        assertThat(entry[first.length + 1]).isEqualTo((byte) (401 >> 8));
        assertThat(entry[first.length + 2]).isZero();
    }
}
