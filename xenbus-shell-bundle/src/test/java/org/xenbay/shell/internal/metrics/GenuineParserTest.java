// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.figure.Figure.Kind;
import org.xenbay.api.figure.Load;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.testing.FakeDevices;

/** The parsers of Prometheus' client for Python read what is written (Debian package python3-prometheus-client). */
@Timeout(60)
class GenuineParserTest {

    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path CLIENT = Path.of("/usr/lib/python3/dist-packages/prometheus_client");

    /** Writes each family as a line: its name, its type, its unit, and the sum of its samples. */
    private static final String SCRIPT = """
            import sys
            from prometheus_client.%sparser import text_string_to_metric_families as read
            for f in read(sys.stdin.buffer.read().decode('utf-8')):
                print(f.name, f.type, f.unit or '-', sum(s.value for s in f.samples), len(f.samples))
            """;

    @BeforeAll
    static void isInstalled() {
        assumeTrue(
                Files.isExecutable(PYTHON) && Files.isDirectory(CLIENT),
                "skipped: Prometheus' client is missing (Debian package python3-prometheus-client)");
    }

    private static List<String> parsed(String module, String text) throws IOException, InterruptedException {
        Process python = new ProcessBuilder(PYTHON.toString(), "-c", SCRIPT.formatted(module))
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = python.getOutputStream()) {
            in.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(out).isZero();
        return out.lines().toList();
    }

    private static DeviceView[] devices() {
        return new DeviceView[] {
            FakeDevices.measured(
                    "1/9pfs/0",
                    "a\"} 1\n# EOF\\ é",
                    new Figure("requests", Kind.COUNTER, Load.REQUESTS, "back\\slash and \"quotes\"").with(3),
                    new Figure("read_bytes", Kind.COUNTER, Load.READ_BYTES, "bytes").with(1L << 62),
                    new Figure("latency_seconds", Kind.GAUGE, "how long it takes").with(1.5e-7)),
            FakeDevices.measured("2/a-b/0", "web"),
            FakeDevices.device("1/echo/0", "web", "broken"),
        };
    }

    @Test
    void theParserOfOpenMetricsReadsEveryFamily() throws Exception {
        assertThat(parsed("openmetrics.", Metrics.openMetrics(Samples.of(devices()))))
                .contains(
                        "xenbay_9pfs_requests counter - 3 1",
                        "xenbay_9pfs_read_bytes counter bytes 4611686018427387904 1",
                        "xenbay_9pfs_latency_seconds gauge seconds 1.5e-07 1",
                        "xenbay_device_well gauge - 2 3",
                        "xenbay_device_last_pause_seconds gauge seconds 0.0015 1",
                        "xenbay_backend info - 1 1",
                        "xenbay_request_seconds histogram seconds 101.003005 25",
                        "xenbay_process_cpu_seconds counter seconds 12.5 1");
    }

    @Test
    void theParserOfPrometheusReadsEveryFamily() throws Exception {
        assertThat(parsed("", Metrics.prometheus(Samples.of(devices()))))
                .contains(
                        "xenbay_9pfs_requests counter - 3.0 1",
                        "xenbay_device_well gauge - 2.0 3",
                        "xenbay_backend_info gauge - 1.0 1",
                        "xenbay_process_cpu_seconds counter - 12.5 1");
    }
}
