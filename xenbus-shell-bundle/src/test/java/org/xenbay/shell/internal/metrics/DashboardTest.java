// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.figure.Figure.Kind;
import org.xenbay.api.figure.Load;
import org.xenbay.api.management.testing.FakeDevices;

/** The dashboard for Grafana asks for metrics and labels that there are. No Grafana is needed for that, and none loads it here. */
class DashboardTest {

    private static final Path FILE = Path.of("../docs/grafana/xenbay.json");
    private static final Pattern METRIC = Pattern.compile("\\bxenbay_[a-z0-9_]+");
    private static final Pattern SELECTOR = Pattern.compile("(xenbay_[a-z0-9_]+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z]+)=");

    /** Those that Prometheus adds to each sample. */
    private static final Set<String> ADDED = Set.of("job", "instance");

    private Map<?, ?> dashboard;

    @BeforeEach
    void read() throws IOException {
        dashboard = (Map<?, ?>) StrictJson.read(Files.readString(FILE));
    }

    /** Samples of everything that can be measured, by their names, with their labels. */
    private static Map<String, String> offered() {
        String text = Metrics.openMetrics(Samples.complete(FakeDevices.measured(
                "1/echo/0",
                "web",
                new Figure("requests", Kind.COUNTER, Load.REQUESTS, "a").with(1),
                new Figure("read_bytes", Kind.COUNTER, Load.READ_BYTES, "b").with(1),
                new Figure("written_bytes", Kind.COUNTER, Load.WRITTEN_BYTES, "c").with(1),
                new Figure("waiting", Kind.GAUGE, Load.WAITING, "d").with(1))));
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toMap(
                        line -> line.replaceAll("\\{.*", ""),
                        line -> line.replaceAll("^[^{]*", ""),
                        (one, other) -> one));
    }

    private static List<String> texts(Object value, String key) {
        List<String> found = new ArrayList<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, part) -> {
                if (name.equals(key) && part instanceof String text) {
                    found.add(text);
                }
                found.addAll(texts(part, key));
            });
        } else if (value instanceof List<?> list) {
            list.forEach(part -> found.addAll(texts(part, key)));
        }
        return found;
    }

    private List<String> queries() {
        return Stream.concat(texts(dashboard, "expr").stream(), texts(dashboard, "definition").stream())
                .toList();
    }

    @Test
    void eachMetricThatIsAskedForIsOffered() {
        Map<String, String> offered = offered();
        assertThat(queries())
                .hasSizeGreaterThan(25)
                .allSatisfy(query -> assertThat(METRIC.matcher(query).results().map(MatchResult::group))
                        .as(query)
                        .isNotEmpty()
                        .isSubsetOf(offered.keySet()));
    }

    @Test
    void eachLabelThatIsAskedForIsOneOfItsMetric() {
        Map<String, String> offered = offered();
        List<MatchResult> selectors = queries().stream()
                .flatMap(query -> SELECTOR.matcher(query).results())
                .toList();
        assertThat(selectors)
                .hasSizeGreaterThan(25)
                .allSatisfy(selector -> LABEL.matcher(selector.group(2))
                        .results()
                        .map(label -> label.group(1))
                        .filter(label -> !ADDED.contains(label))
                        .forEach(label -> assertThat(offered.get(selector.group(1)))
                                .as(selector.group())
                                .contains(label + "=\"")));
    }

    @Test
    void eachPanelHasAPlaceOfItsOwnAndIsNumberedOnce() {
        List<?> panels = (List<?>) dashboard.get("panels");
        assertThat(panels).extracting(panel -> ((Map<?, ?>) panel).get("id")).doesNotHaveDuplicates();
        List<String> places = new ArrayList<>();
        for (Object panel : panels) {
            Map<?, ?> at = (Map<?, ?>) ((Map<?, ?>) panel).get("gridPos");
            int width = number(at, "x") + number(at, "w");
            assertThat(width).as(panel.toString()).isLessThanOrEqualTo(24);
            for (int x = number(at, "x"); x < width; x++) {
                for (int y = number(at, "y"); y < number(at, "y") + number(at, "h"); y++) {
                    places.add(x + " " + y);
                }
            }
        }
        assertThat(places).doesNotHaveDuplicates();
        assertThat(dashboard.get("title")).isEqualTo("Xenbay");
        assertThat(((Number) dashboard.get("schemaVersion")).intValue()).isPositive();
    }

    private static int number(Map<?, ?> map, String key) {
        return ((Number) map.get(key)).intValue();
    }

    @Test
    void whatIsNoJsonIsNotRead() {
        for (String text :
                List.of("", "{", "{\"a\":1,}", "[1 2]", "{\"a\" 1}", "\"a", "01", "{\"a\":1} x", "'a'", "[1,]")) {
            assertThatThrownBy(() -> StrictJson.read(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(StrictJson.read(" {\"a\\u0041\\n\": [1.5e3, -2, true, null, {}], \"b\": []} "))
                .hasToString("{aA\n=[1500.0, -2.0, true, null, {}], b=[]}");
    }
}
