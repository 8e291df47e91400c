// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.figure.Figure.Kind;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HostView;
import org.xenbay.api.management.testing.FakeDevices;

/** The output of {@code xenbay metrics} is OpenMetrics, with any names of guests and authors. */
class MetricsTest {

    private static final Pattern META = Pattern.compile("# (HELP|TYPE|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{" + LABEL + "(?:," + LABEL
            + ")*\\})? (-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)");

    private static List<String> lines(DeviceView... devices) {
        HostView host = new HostView("embedded", 0, true, true, 2, devices.length, 0, 5, 3);
        Map<String, Integer> health = new TreeMap<>(Map.of("keeper", 1, "xenstore", 0));
        String text = Metrics.of(host, new BudgetView("bytes", 1000, 400, 1, 2, Map.of()), health, List.of(devices));
        List<String> lines = text.lines().toList();
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
                assertThat(sample.group(1)).isEqualTo(family + (type.equals("counter") ? "_total" : ""));
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
                        "xenbay_device_well{device=\"1/echo/0\",domain=\"1\",name=\"web\"} 1",
                        "xenbay_device_well{device=\"1/vkbd/0\",domain=\"1\",name=\"web\"} 0",
                        "xenbay_device_events_total{device=\"1/echo/0\",domain=\"1\",name=\"web\"} 7");
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

    @Test
    void theCardOfADeviceAndItsJsonHaveTheFigures() {
        DeviceView device = FakeDevices.measured(
                "1/echo/0",
                "web",
                counter("read_bytes", 12),
                new Figure("load", Kind.GAUGE, "how busy it is").failed("defect"));
        assertThat(Cards.device(device, Page.PLAIN).lines()).contains("read bytes: 12", "load: not known: defect");
        assertThat(Json.of(device))
                .contains("\"figures\":{\"read_bytes\":{\"name\":\"read_bytes\",\"kind\":\"COUNTER\",\"meaning\":"
                        + "\"what read_bytes counts\",\"value\":12,\"problem\":\"\"},\"load\":{")
                .contains("\"value\":null,\"problem\":\"defect\"");
    }
}
