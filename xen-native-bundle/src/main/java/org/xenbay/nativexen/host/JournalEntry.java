// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A line of the log as an entry of the journal. Without state. */
final class JournalEntry {

    /** What the launcher writes where the journal reads the lines: the priority of sd-daemon(3), then the text. */
    private static final Pattern LINE = Pattern.compile("<([0-7])>(.*?)\\n?", Pattern.DOTALL);

    /** How lines about one device begin: domain/type/number. */
    private static final Pattern DEVICE =
            Pattern.compile("((0|[1-9][0-9]{0,4})/[a-zA-Z0-9_-]{1,64}/(?:0|[1-9][0-9]{0,9})): .*", Pattern.DOTALL);

    /** Loggers of the core, whose lines begin with no text of guests. */
    private static final Pattern OF_CORE = Pattern.compile("org\\.xenbay\\.(device|core\\..*)");

    private JournalEntry() {}

    /**
     * @param line the record as it would be written to the standard error
     * @param record the record
     * @param thread the name of the thread that logs it
     * @return the datagram; null when the line has no priority
     */
    static byte @Nullable [] of(String line, LogRecord record, String thread) {
        Matcher parts = LINE.matcher(line);
        return parts.matches() ? encode(fields(parts.group(1), parts.group(2), record, thread)) : null;
    }

    private static Map<String, String> fields(String priority, String text, LogRecord record, String thread) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("MESSAGE", text);
        fields.put("PRIORITY", priority);
        fields.put("SYSLOG_IDENTIFIER", "xenbay");
        fields.put("XENBAY_THREAD", thread);
        String logger = record.getLoggerName();
        if (logger != null) {
            fields.put("XENBAY_LOGGER", logger);
            Matcher device = DEVICE.matcher(String.valueOf(record.getMessage()));
            if (OF_CORE.matcher(logger).matches() && device.matches()) {
                fields.put("XENBAY_DEVICE", device.group(1));
                fields.put("XENBAY_GUEST", device.group(2));
            }
        }
        return fields;
    }

    /**
     * @param fields by name, of upper-case letters and underscores
     * @return the fields as https://systemd.io/JOURNAL_NATIVE_PROTOCOL says: a value of several lines has its length before it
     */
    static byte[] encode(Map<String, String> fields) {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        fields.forEach((name, value) -> {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            entry.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
            if (value.indexOf('\n') < 0) {
                entry.write('=');
            } else {
                entry.write('\n');
                entry.writeBytes(ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(bytes.length)
                        .array());
            }
            entry.writeBytes(bytes);
            entry.write('\n');
        });
        return entry.toByteArray();
    }
}
