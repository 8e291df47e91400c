// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Each text is there, or says why it is not. */
class ReportArchiveTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private ReportArchive archive(Duration patience) {
        return new ReportArchive(bytes, patience, task -> new Thread(task, "part"));
    }

    private Map<String, String> texts() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                texts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    @Test
    void aTextThatHangsOrFailsIsReplacedByTheReasonAndTheOthersAreThere() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        ReportArchive archive = archive(Duration.ofMillis(100));
        archive.add("hangs.txt", () -> {
            try {
                never.await();
                return "never";
            } finally {
                interrupted.countDown();
            }
        });
        interrupted.await();
        archive.finish();
        ReportArchive patient = archive(Duration.ofMinutes(1));
        assertThat(texts()).containsExactly(Map.entry("hangs.txt", "not known: no answer for 0 s\n"));
        assertThat(archive.missing()).containsExactly("hangs.txt (no answer for 0 s)");
        bytes.reset();
        patient.add("fails.txt", () -> {
            throw new IOException("no such thing");
        });
        patient.add("well.txt", () -> "größer\n");
        patient.finish();
        assertThat(texts())
                .containsExactly(
                        Map.entry("fails.txt", "not known: java.io.IOException: no such thing\n"),
                        Map.entry("well.txt", "größer\n"));
        assertThat(patient.missing()).containsExactly("fails.txt (java.io.IOException: no such thing)");
    }

    @Test
    void aTextThatIsTooLongSaysHowMuchIsLeftOut() throws Exception {
        ReportArchive archive = archive(Duration.ofMinutes(1));
        archive.add("long.txt", () -> "x".repeat(ReportArchive.MAX_LENGTH + 5));
        archive.finish();
        assertThat(texts().get("long.txt"))
                .hasSize(ReportArchive.MAX_LENGTH + "\n… and 5 more characters\n".length())
                .endsWith("x\n… and 5 more characters\n");
    }
}
