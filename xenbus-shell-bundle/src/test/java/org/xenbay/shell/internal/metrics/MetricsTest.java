// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.figure.Figure.Kind;
import org.xenbay.api.figure.Load;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.testing.FakeDevices;

/** The output of {@code xenbay metrics} is OpenMetrics, with any names of guests and authors. */
class MetricsTest {

    private static final Map<String, String> SUFFIXES =
            Map.of("counter", "_total", "info", "_info", "gauge", "", "histogram", "(_bucket|_count|_sum)");
    private static final Pattern META = Pattern.compile("# (HELP|TYPE|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{" + LABEL + "(?:," + LABEL
            + ")*\\})? (-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)");

    private static List<String> lines(DeviceView... devices) {
        List<String> lines = Metrics.openMetrics(Samples.of(devices)).lines().toList();
        assertWellFormed(lines);
        return lines;
    }

    /** By the specification, a family is described once, before its samples, which follow one another; no sample is there twice. */
    private static void assertWellFormed(List<String> lines) {
        Set<String> families = new HashSet<>();
        Set<String> samples = new HashSet<>();
        String family = "";
        String type = "";
        for (String line : lines.subList(0, lines.size() - 1)) {
            Matcher meta = META.matcher(line);
            if (!meta.matches()) {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).matches(family + SUFFIXES.get(type));
                assertThat(samples.add(sample.group(1) + sample.group(2)))
                        .as(line)
                        .isTrue();
            } else if (meta.group(1).equals("HELP")) {
                family = meta.group(2);
                assertThat(families.add(family)).as(line).isTrue();
            } else {
                assertThat(meta.group(2)).isEqualTo(family);
                type = meta.group(1).equals("TYPE") ? meta.group(3) : type;
            }
        }
        assertThat(lines.get(lines.size() - 1)).isEqualTo("# EOF");
    }

    private static Figure counter(String name, long value) {
        return new Figure(name, Kind.COUNTER, "what " + name + " counts").with(value);
    }

    private static Figure gauge(String name, double value) {
        return new Figure(name, Kind.GAUGE, "what " + name + " measures").with(value);
    }

    @Test
    void figuresOfBackendsAreNamedByTypeAndLabelledByDevice() {
        assertThat(lines(
                        FakeDevices.measured("1/echo/0", "web", counter("requests", 12), gauge("load", 0.25)),
                        FakeDevices.measured("2/echo/1", "db", counter("requests", 0), gauge("read_bytes", 1e12))))
                .containsSequence(
                        "# HELP xenbay_echo_requests what requests counts",
                        "# TYPE xenbay_echo_requests counter",
                        "xenbay_echo_requests_total{device=\"1/echo/0\",domain=\"1\",name=\"web\"} 12",
                        "xenbay_echo_requests_total{device=\"2/echo/1\",domain=\"2\",name=\"db\"} 0")
                .contains("xenbay_echo_load{device=\"1/echo/0\",domain=\"1\",name=\"web\"} 0.25")
                .containsSequence(
                        "# TYPE xenbay_echo_read_bytes gauge",
                        "# UNIT xenbay_echo_read_bytes bytes",
                        "xenbay_echo_read_bytes{device=\"2/echo/1\",domain=\"2\",name=\"db\"} 1000000000000");
    }

    @Test
    void thePlatformsOwnFiguresAreThere() {
        assertThat(lines(FakeDevices.measured("1/echo/0", "web"), FakeDevices.device("1/vkbd/0", "web", "broken")))
                .contains(
                        "xenbay_xenstore_connected 1",
                        "xenbay_domains 2",
                        "xenbay_memory_taken_bytes 400",
                        "xenbay_memory_refusals_total 2",
                        "xenbay_health{check=\"keeper\"} 1",
                        "xenbay_health{check=\"xenstore\"} 0",
                        "xenbay_devices{type=\"echo\",phase=\"INIT_WAIT\"} 1",
                        "xenbay_device_well{device=\"1/echo/0\",domain=\"1\",name=\"web\",type=\"echo\"} 1",
                        "xenbay_device_well{device=\"1/vkbd/0\",domain=\"1\",name=\"web\",type=\"vkbd\"} 0",
                        "xenbay_device_events_total{device=\"1/echo/0\",domain=\"1\",name=\"web\",type=\"echo\"} 7");
    }

    @Test
    void theDaemonItselfAndItsBudgetsAreMeasured() {
        assertThat(lines(FakeDevices.measured("1/echo/0", "web")))
                .containsSequence(
                        "# HELP xenbay_process_cpu_seconds processors' time of the daemon",
                        "# TYPE xenbay_process_cpu_seconds counter",
                        "# UNIT xenbay_process_cpu_seconds seconds",
                        "xenbay_process_cpu_seconds_total 12.5")
                .contains(
                        "xenbay_jvm_heap_used_bytes 80000000",
                        "xenbay_jvm_threads 43",
                        "xenbay_jvm_collecting_seconds_total 0.25",
                        "xenbay_process_open_descriptors 90",
                        "xenbay_descriptors_limit 4096",
                        "xenbay_descriptors_taken 12",
                        "xenbay_guest_memory_bytes{domain=\"1\",name=\"web\"} 300",
                        "xenbay_guest_memory_bytes{domain=\"-1\",name=\"\"} 100")
                .containsSequence(
                        "# TYPE xenbay_backend info",
                        "xenbay_backend_info{type=\"echo\",bundle=\"org.example.echo\",version=\"1.2.0\"} 1")
                .as("the host did not tell it")
                .noneMatch(line -> line.contains("process_max_descriptors"));
    }

    /** Devices of all types can be compared, whatever their backends call what they count. */
    @Test
    void figuresOfALoadAreAddedUpForEachDevice() {
        assertThat(lines(FakeDevices.measured(
                        "1/qusb/0",
                        "web",
                        new Figure("bulk_requests", Kind.COUNTER, Load.REQUESTS, "some").with(3),
                        new Figure("control_requests", Kind.COUNTER, Load.REQUESTS, "others").with(4),
                        new Figure("depth", Kind.GAUGE, Load.WAITING, "those that wait").with(2))))
                .containsSequence(
                        "# TYPE xenbay_device_requests counter",
                        "xenbay_device_requests_total{device=\"1/qusb/0\",domain=\"1\",name=\"web\",type=\"qusb\"} 7")
                .contains(
                        "xenbay_device_waiting_requests{device=\"1/qusb/0\",domain=\"1\",name=\"web\",type=\"qusb\"} 2")
                .as("nobody counts them")
                .noneMatch(line -> line.contains("xenbay_device_read_bytes"));
    }

    @Test
    void theTimesOfRequestsAreAHistogramForEachType() {
        assertThat(lines(FakeDevices.measured("1/9pfs/0", "web")))
                .containsSequence(
                        "# TYPE xenbay_request_seconds histogram",
                        "# UNIT xenbay_request_seconds seconds",
                        "xenbay_request_seconds_bucket{type=\"9pfs\",le=\"8.0E-6\"} 1",
                        "xenbay_request_seconds_bucket{type=\"9pfs\",le=\"1.6E-5\"} 1")
                .contains("xenbay_request_seconds_bucket{type=\"9pfs\",le=\"0.004096\"} 2")
                .containsSequence(
                        "xenbay_request_seconds_bucket{type=\"9pfs\",le=\"16.777216\"} 2",
                        "xenbay_request_seconds_bucket{type=\"9pfs\",le=\"+Inf\"} 3",
                        "xenbay_request_seconds_count{type=\"9pfs\"} 3",
                        "xenbay_request_seconds_sum{type=\"9pfs\"} 60.003005");
    }

    @Test
    void aPauseOfAnUpdateIsThereForEachDeviceThatHadOne() {
        assertThat(lines(FakeDevices.measured("1/echo/0", "web"), FakeDevices.measured("2/echo/0", "db")))
                .contains(
                        "xenbay_device_last_pause_seconds{device=\"1/echo/0\",domain=\"1\",name=\"web\",type=\"echo\"} 0.0015")
                .filteredOn(line -> line.startsWith("xenbay_device_last_pause_seconds"))
                .hasSize(1);
    }

    /** By its format a family is called as its samples are, and there is no other meta data. */
    @Test
    void prometheusOwnFormatCallsAFamilyAsItsSamples() {
        List<String> lines = Metrics.prometheus(
                        Samples.of(FakeDevices.measured("1/echo/0", "a\nb", counter("requests", 12))))
                .lines()
                .toList();
        assertThat(lines)
                .containsSequence(
                        "# HELP xenbay_echo_requests_total what requests counts",
                        "# TYPE xenbay_echo_requests_total counter",
                        "xenbay_echo_requests_total{device=\"1/echo/0\",domain=\"1\",name=\"a\\nb\"} 12")
                .contains("# TYPE xenbay_backend_info gauge")
                .noneMatch(line -> line.startsWith("# UNIT") || line.startsWith("# EOF"));
    }

    @Test
    void namesThatGuestsAndAuthorsChooseStayWithinTheirLine() {
        Figure odd = new Figure("requests", Kind.COUNTER, "back\\slash and \"quotes\"").with(1);
        assertThat(lines(FakeDevices.measured("1/9pfs/0", "a\"} 1\n# EOF\\", odd)))
                .contains("# HELP xenbay_9pfs_requests back\\\\slash and \\\"quotes\\\"")
                .contains(
                        "xenbay_9pfs_requests_total{device=\"1/9pfs/0\",domain=\"1\",name=\"a\\\"} 1\\n# EOF\\\\\"} 1");
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        Figure failed = new Figure("load", Kind.GAUGE, "how busy it is").failed("defect");
        assertThat(lines(FakeDevices.measured("1/echo/0", "web", failed)))
                .noneMatch(line -> line.contains("xenbay_echo"));
    }

    /** A name has one owner and one kind: otherwise a reader would refuse the whole text. */
    @Test
    void aNameThatIsTakenIsLeftOut() {
        List<String> lines = lines(
                FakeDevices.measured("1/echo/0", "web", counter("requests", 1)),
                FakeDevices.measured("2/echo/0", "old", gauge("requests", 2)),
                FakeDevices.measured("1/device/0", "web", counter("events", 3), gauge("other", 4)),
                FakeDevices.measured("1/a-b/0", "web", counter("c", 5)),
                FakeDevices.measured("1/a/0", "web", counter("b_c", 6)));
        assertThat(lines.stream().filter(line -> line.startsWith("xenbay_echo_requests")))
                .singleElement()
                .asString()
                .endsWith("name=\"web\"} 1");
        assertThat(lines.stream().filter(line -> line.startsWith("xenbay_device_events")))
                .allMatch(line -> line.endsWith(" 7"));
        assertThat(lines.stream().filter(line -> line.startsWith("xenbay_a_b_c")))
                .hasSize(1);
    }
}
