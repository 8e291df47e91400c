// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.figure.Counter;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.figure.Figures;
import org.xenbay.api.figure.Load;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.store.StorePath;

/** A handler's counters and gauges are shown with its device, and a defect in one affects that figure only. */
class FiguresTest {

    private final Host host = new Host();
    private final LogLines log = new LogLines();
    private final ProbeBackend probe = new ProbeBackend();
    private final Guest guest = host.guest("g");
    private final DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);

    @AfterEach
    void stop() {
        host.close();
        log.close();
    }

    private long service;

    private Figures connected() {
        service = host.add(probe, ProbeBackend.TYPE);
        host.connect(guest, id).state(XenbusState.CONNECTED);
        host.await(() -> probe.callsOf(id).contains("connected"));
        return figuresOf(probe);
    }

    private Figures figuresOf(ProbeBackend backend) {
        return backend.contexts.get(id).figures();
    }

    private Map<String, Figure> shown() {
        return host.admin().device(id).orElseThrow().figures();
    }

    private ProbeBackend replaced() {
        ProbeBackend second = new ProbeBackend();
        host.addRanked(10, second, ProbeBackend.TYPE);
        host.await(() -> second.callsOf(id).contains("connected"));
        return second;
    }

    @Test
    void figuresAreShownWithTheDeviceAndInTheList() {
        Figures figures = connected();
        figures.counter("requests", "requests answered").add(3);
        figures.gauge("queue_length", "requests that wait", () -> 7);
        figures.gauge("load", "how busy it is", () -> 0.5);
        assertThat(shown())
                .containsExactly(
                        Map.entry("requests", new Figure("requests", Figure.Kind.COUNTER, "requests answered", 3L, "")),
                        Map.entry(
                                "queue_length",
                                new Figure("queue_length", Figure.Kind.GAUGE, "requests that wait", 7L, "")),
                        Map.entry("load", new Figure("load", Figure.Kind.GAUGE, "how busy it is", 0.5, "")));
        assertThat(host.admin().devices().get(0).figures()).isEqualTo(shown());
    }

    @Test
    void theLoadOfAFigureIsShown() {
        Figures figures = connected();
        figures.counter("walks", Load.REQUESTS, "requests answered").add(3);
        figures.gauge("depth", Load.WAITING, "requests that wait", () -> 7);
        assertThat(shown().values()).extracting(Figure::load).containsExactly(Load.REQUESTS, Load.WAITING);
        assertThatThrownBy(() -> figures.counter("length", Load.WAITING, "requests that wait"))
                .hasMessageContaining("is a counter, and WAITING is a gauge");
    }

    /** They are of the type, and go on whoever serves it. */
    @Test
    void timesOfRequestsAreOfTheTypeAndContinueWithOtherCode() {
        Figures figures = connected();
        assertThat(host.admin().latencies()).isEmpty();
        figures.latencies().add(1_000_000);
        figuresOf(replaced()).latencies().add(2_000_000);
        assertThat(host.admin().latencies())
                .containsOnlyKeys(ProbeBackend.TYPE)
                .allSatisfy((type, view) -> assertThat(view.count()).isEqualTo(2));
    }

    @Test
    void aGaugeIsAskedOnTheExecutorOfTheDevice() {
        Figures figures = connected();
        DeviceContext context = probe.contexts.get(id);
        figures.gauge(
                "nodes",
                "whether nodes can be read",
                () -> context.backend("frontend").firstMissing().isEmpty() ? 1 : 0);
        assertThat(shown().get("nodes").value()).isEqualTo(1L);
    }

    @Test
    void aGaugeThatThrowsCostsItsFigureOnlyAndIsLoggedOnce() {
        Figures figures = connected();
        figures.counter("requests", "requests answered").increment();
        figures.gauge("broken", "what cannot be known", () -> 1 / Integer.parseInt("0"));
        figures.gauge("endless", "what has no number", () -> Double.NaN);
        figures.gauge("load", "how busy it is", () -> 1);
        for (int i = 0; i < 3; i++) {
            Map<String, Figure> shown = shown();
            assertThat(shown.get("requests").text()).isEqualTo("1");
            assertThat(shown.get("load").text()).isEqualTo("1");
            assertThat(shown.get("broken").text())
                    .startsWith("not known: ArithmeticException: / by zero, at org.xenbay.core.FiguresTest");
            assertThat(shown.get("endless").text()).isEqualTo("not known: its value is NaN");
        }
        assertThat(host.admin().device(id).orElseThrow().explanation()).isEqualTo(DeviceView.WELL);
        assertThat(log.with(id.toString(), "unexpected failure")).hasSize(1);
    }

    @Test
    void counterContinuesWithTheNextCodeAndAGaugeEndsWithItsHandler() {
        Figures figures = connected();
        figures.counter("requests", "requests answered").add(5);
        figures.counter("old_only", "what only the old code counts").increment();
        figures.gauge("load", "how busy it is", () -> 1);
        Figures next = figuresOf(replaced());
        assertThat(shown()).isEmpty();
        Counter counter = next.counter("requests", "requests answered by the new code");
        counter.continueFrom(2);
        counter.increment();
        assertThat(shown()).containsOnlyKeys("requests");
        assertThat(shown().get("requests").text()).isEqualTo("6");
        figures.gauge("load", "how busy the old code is", () -> 1);
        figures.counter("late", "what the old code counts").increment();
        assertThat(shown()).containsOnlyKeys("requests");
    }

    @Test
    void countersAreSeenWhileTheDeviceIsParkedAndGoWithTheDevice() {
        Figures figures = connected();
        figures.counter("requests", "requests answered").add(5);
        figures.gauge("load", "how busy it is", () -> 1);
        host.remove(service, ProbeBackend.TYPE);
        host.await(() -> host.admin().device(id).orElseThrow().phase() == DevicePhase.PARKED);
        assertThat(shown()).containsOnlyKeys("requests");
        service = host.add(probe, ProbeBackend.TYPE);
        host.await(() -> host.admin().device(id).orElseThrow().phase() == DevicePhase.CONNECTED);
        figuresOf(probe).counter("requests", "requests answered");
        assertThat(shown().get("requests").text()).isEqualTo("5");
        StorePath frontend = guest.path().child("device/probe/" + id.device());
        host.store().remove(id.backendPath(0));
        host.store().remove(frontend);
        host.await(() -> host.admin().device(id).isEmpty());
        host.attach(id);
        host.await(() -> probe.callsOf(id).stream().filter("open"::equals).count() == 3);
        figuresOf(probe).counter("requests", "requests answered");
        assertThat(shown().get("requests").text()).isEqualTo("0");
    }

    @Test
    void noMoreThanThirtyTwoFiguresAreRegistered() {
        Figures figures = connected();
        for (int i = 0; i < Figures.MAX; i++) {
            figures.counter("figure_" + i, "the same name again takes no room");
            figures.counter("figure_" + i, "the same name again takes no room");
        }
        assertThatThrownBy(() -> figures.gauge("one_more", "one too many", () -> 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(id + " has 32 figures, which is the most; one_more is refused");
    }

    @Test
    void manyNamesOverManyVersionsKeepTheLatestCountersOnly() {
        connected();
        Counter last = null;
        for (int version = 0; version < 3; version++) {
            Figures figures = figuresOf(probe);
            for (int i = 0; i < Figures.MAX; i++) {
                last = figures.counter("v" + version + "_" + i, "of one version");
                last.increment();
            }
            host.remove(service, ProbeBackend.TYPE);
            service = host.add(probe, ProbeBackend.TYPE);
            int opened = version + 2;
            host.await(() -> probe.callsOf(id).stream().filter("open"::equals).count() == opened);
        }
        Figures figures = figuresOf(probe);
        assertThat(figures.counter("v2_0", "of one version").value()).isEqualTo(1);
        assertThat(figures.counter("v0_0", "of one version").value()).isZero();
    }

    @Test
    void ofOneNameThereIsOneKind() {
        Figures figures = connected();
        Counter counter = figures.counter("requests", "requests answered");
        assertThat(figures.counter("requests", "in other words")).isSameAs(counter);
        assertThatThrownBy(() -> figures.gauge("requests", "requests", () -> 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the figure requests of " + id + " is a counter already");
    }

    @Test
    void nothingKeepsTheGaugeOfAHandlerThatHasEnded() throws InterruptedException {
        WeakReference<DoubleSupplier> gauge = registerOne(connected());
        replaced();
        probe.contexts.clear();
        host.await(() -> {
            System.gc();
            return gauge.get() == null;
        });
    }

    private static WeakReference<DoubleSupplier> registerOne(Figures figures) {
        AtomicBoolean owner = new AtomicBoolean();
        DoubleSupplier supplier = () -> owner.get() ? 1 : 0;
        figures.gauge("load", "how busy it is", supplier);
        return new WeakReference<>(supplier);
    }

    @Test
    void theListHasCountersOfADeviceThatIsBusy() throws InterruptedException {
        Figures figures = connected();
        figures.counter("requests", "requests answered").add(2);
        figures.gauge("load", "how busy it is", () -> 1);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        probe.contexts.get(id).execute(() -> {
            begun.countDown();
            held.await();
        });
        begun.await();
        assertThat(shown()).containsOnlyKeys("requests");
        held.countDown();
    }
}
