// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.figure.Figure.Kind;

/** Names and values of figures. */
class FigureTest {

    @ParameterizedTest
    @ValueSource(strings = {"requests", "read_bytes", "latency_99_seconds", "x"})
    void wordsAreAName(String name) {
        assertThat(new Figure(name, Kind.COUNTER, "what it counts").name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Requests",
                "read bytes",
                "read-bytes",
                "_x",
                "x_",
                "a__b",
                "9p",
                "é",
                "x\n",
                "a_name_that_is_much_longer_than_anybody_would_read_it"
            })
    void whatTheFormatOfMetricsCannotTakeIsRefused(String name) {
        assertThatThrownBy(() -> new Figure(name, Kind.COUNTER, "what it counts"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a figure's name: " + name + "; accepted are words");
    }

    @Test
    void endsThatTheFormatOfMetricsAddsAreRefused() {
        assertThatThrownBy(() -> new Figure("requests_total", Kind.COUNTER, "what it counts"))
                .hasMessage("not a figure's name: requests_total; the format of metrics adds total itself,"
                        + " choose another last word");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two\nlines"})
    void aMeaningIsOneLine(String meaning) {
        assertThatThrownBy(() -> new Figure("requests", Kind.COUNTER, meaning))
                .hasMessage("the figure requests needs a meaning: one line, at most 200 characters");
    }

    @Test
    void aLoadIsOfOneKindAndStaysWithTheFigure() {
        assertThat(new Figure("walks", Kind.COUNTER, Load.REQUESTS, "what it counts")
                        .with(3)
                        .load())
                .isEqualTo(Load.REQUESTS);
        assertThat(new Figure("depth", Kind.GAUGE, Load.WAITING, "how many wait")
                        .failed("defect")
                        .load())
                .isEqualTo(Load.WAITING);
        assertThat(new Figure("depth", Kind.GAUGE, "how many wait").load()).isEqualTo(Load.NONE);
        assertThatThrownBy(() -> new Figure("depth", Kind.GAUGE, Load.READ_BYTES, "how many wait"))
                .hasMessage("the figure depth is a gauge, and READ_BYTES is a counter");
        assertThatThrownBy(() -> Figures.unseen().counter("depth", Load.WAITING, "how many wait"))
                .hasMessage("the figure depth is a counter, and WAITING is a gauge");
    }

    @Test
    void aWholeNumberIsWrittenWithoutAPoint() {
        Figure gauge = new Figure("load", Kind.GAUGE, "how busy it is");
        assertThat(gauge.with(1e12).text()).isEqualTo("1000000000000");
        assertThat(gauge.with(-0.25).text()).isEqualTo("-0.25");
        assertThat(gauge.with(Double.POSITIVE_INFINITY).text()).isEqualTo("not known: its value is Infinity");
    }

    @Test
    void aCounterOnlyGrows() {
        Counter counter = new Counter();
        counter.add(2);
        counter.continueFrom(7);
        counter.continueFrom(3);
        counter.increment();
        assertThat(counter.value()).isEqualTo(8);
        assertThatThrownBy(() -> counter.add(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(counter.value()).isEqualTo(8);
    }

    @Test
    void noIncrementIsLostBetweenThreads() throws InterruptedException {
        Counter counter = new Counter();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 10_000; n++) {
                    counter.increment();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(counter.value()).isEqualTo(40_000);
    }

    @Test
    void figuresOfATestWithoutACoreAreCheckedAndCount() {
        Figures figures = Figures.unseen();
        figures.counter("requests", "requests answered").increment();
        assertThat(figures.counter("requests", "requests answered").value()).isEqualTo(1);
        assertThatThrownBy(() -> figures.gauge("no name", "nothing", () -> 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
