// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.backend.qusb.ParkedController.ParkedPort;

/** The next state of a port for each event in each of its states. */
class PortTest {

    private static final int FULL = ConnRing.code(UsbSpeed.FULL);
    private static final int HIGH = ConnRing.code(UsbSpeed.HIGH);

    private static final ManualDevice DEVICE = new ManualDevice("1-1");
    private static final ManualDevice OTHER = new ManualDevice("1-2");
    private static final CompletableFuture<UsbSession> SESSION = new CompletableFuture<>();

    private static Attachment attachment(ManualDevice device, long number) {
        return new Attachment(device.info(), null, number);
    }

    private static ParkedPort parked(boolean current) {
        return new ParkedPort(1, "1-1", false, HIGH, current, 7, true, null);
    }

    /** Ports whose contents were not reported to the guest, by the name of the contents. */
    private static final Map<String, Consumer<Port>> OCCUPANCIES = Map.of(
            "Empty", port -> {},
            "Opening", port -> port.open(DEVICE, SESSION),
            "Plugged",
                    port -> {
                        port.open(DEVICE, SESSION);
                        port.opened(attachment(DEVICE, 1));
                    },
            "Refused",
                    port -> {
                        port.open(DEVICE, SESSION);
                        port.failed();
                    });

    private static final String DEFECT = "defect";

    private record Row(String event, Consumer<Port> happens, Map<String, String> follows) {

        static Row of(
                String event, Consumer<Port> happens, String empty, String opening, String plugged, String refused) {
            return new Row(
                    event, happens, Map.of("Empty", empty, "Opening", opening, "Plugged", plugged, "Refused", refused));
        }
    }

    private static final List<Row> ROWS = List.of(
            Row.of("open", port -> port.open(OTHER, SESSION), "Opening", DEFECT, DEFECT, "Opening"),
            Row.of("opened", port -> port.opened(attachment(DEVICE, 2)), DEFECT, "Plugged", DEFECT, DEFECT),
            Row.of("failed", Port::failed, DEFECT, "Refused", DEFECT, DEFECT),
            Row.of("retry", port -> port.retry(DEVICE), "Empty", "Opening", "Plugged", "Empty"),
            Row.of("retry of another", port -> port.retry(OTHER), "Empty", "Opening", "Plugged", "Refused"),
            Row.of(
                    "wanted",
                    port -> port.want(PortAssignment.ofToolstack("1-2")),
                    "Empty",
                    "Opening",
                    "Plugged",
                    "Empty"),
            Row.of(
                    "assigned",
                    port -> port.assign(PortAssignment.ofRule("1-2")),
                    "Empty",
                    "Opening",
                    "Plugged",
                    "Empty"),
            Row.of("let go", Port::letGo, "Empty", "Empty", "Empty", "Refused"),
            Row.of(
                    "adopt",
                    port -> port.adopt(parked(true), DEVICE, attachment(DEVICE, 3)),
                    "Plugged",
                    DEFECT,
                    DEFECT,
                    "Plugged"),
            Row.of("parked", Port::park, "Empty", "Opening", "Empty", "Refused"),
            Row.of("told", port -> port.told(ConnRing.NONE), "Empty", "Opening", "Plugged", "Refused"),
            Row.of("the guest goes", Port::forgetGuest, "Empty", "Opening", "Plugged", "Refused"));

    static Stream<Arguments> transitions() {
        return ROWS.stream()
                .flatMap(row -> OCCUPANCIES.keySet().stream().sorted().map(state -> Arguments.of(state, row)));
    }

    private static String occupancy(Port port) {
        return port.occupancy().getClass().getSimpleName();
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void whatIsInAPortFollowsFromEachEventInEachState(String state, Row row) {
        Port port = new Port(1);
        OCCUPANCIES.get(state).accept(port);
        assertThat(occupancy(port)).isEqualTo(state);
        String expected = row.follows.get(state);
        if (expected.equals(DEFECT)) {
            assertThatThrownBy(() -> row.happens.accept(port)).isInstanceOf(IllegalStateException.class);
            assertThat(occupancy(port)).isEqualTo(state);
        } else {
            row.happens.accept(port);
            assertThat(occupancy(port)).isEqualTo(expected);
        }
    }

    @Test
    void theTableNamesEachState() {
        assertThat(OCCUPANCIES).hasSameSizeAs(Occupancy.class.getPermittedSubclasses());
    }

    /** What was reported to the guest, by name: each with a plugged device of number 1, except AWAITED. */
    private static final Map<String, Consumer<Port>> BELIEFS = Map.of(
            "NOTHING", OCCUPANCIES.get("Plugged"),
            "RIGHT",
                    port -> {
                        OCCUPANCIES.get("Plugged").accept(port);
                        port.told(HIGH);
                    },
            "WRONG",
                    port -> {
                        OCCUPANCIES.get("Plugged").accept(port);
                        port.restore(FULL);
                    },
            "AWAITED",
                    port -> {
                        port.want(PortAssignment.ofToolstack("1-1"));
                        port.await(HIGH, false);
                    });

    private static String belief(Port port) {
        if (port.isAwaiting()) {
            return "AWAITED";
        }
        OptionalInt news = port.news();
        if (port.reported().speed() == ConnRing.NONE) {
            return "NOTHING";
        }
        return news.isEmpty() ? "RIGHT" : "WRONG";
    }

    private static final Map<String, Function<Port, Integer>> NEWS = Map.of(
            "NOTHING", port -> port.attachment() == null ? -1 : HIGH,
            "RIGHT", port -> -1,
            "WRONG", port -> ConnRing.NONE,
            "AWAITED", port -> -1);

    private static Row belief(
            String event, Consumer<Port> happens, String nothing, String right, String wrong, String awaited) {
        return new Row(event, happens, Map.of("NOTHING", nothing, "RIGHT", right, "WRONG", wrong, "AWAITED", awaited));
    }

    private static void replug(Port port, ManualDevice device, long number) {
        port.letGo();
        port.open(device, SESSION);
        port.opened(attachment(device, number));
    }

    private static final List<Row> BELIEF_ROWS = List.of(
            belief("pulled out", Port::letGo, "NOTHING", "WRONG", "WRONG", "AWAITED"),
            belief("plugged in", port -> replug(port, DEVICE, 2), "NOTHING", "WRONG", "WRONG", "RIGHT"),
            belief("another plugged in", port -> replug(port, OTHER, 2), "NOTHING", "WRONG", "WRONG", "WRONG"),
            belief(
                    "told that it is gone",
                    port -> port.told(ConnRing.NONE),
                    "NOTHING",
                    "NOTHING",
                    "NOTHING",
                    "NOTHING"),
            belief(
                    "wanted",
                    port -> port.want(PortAssignment.ofToolstack("1-2")),
                    "NOTHING",
                    "RIGHT",
                    "WRONG",
                    "WRONG"),
            belief(
                    "assigned",
                    port -> port.assign(PortAssignment.ofRule("1-2")),
                    "NOTHING",
                    "RIGHT",
                    "WRONG",
                    "AWAITED"),
            belief("awaited no longer", Port::awaitNoLonger, "NOTHING", "RIGHT", "WRONG", "WRONG"),
            belief("the guest goes", Port::forgetGuest, "NOTHING", "NOTHING", "NOTHING", "NOTHING"));

    static Stream<Arguments> beliefs() {
        return BELIEF_ROWS.stream()
                .flatMap(row -> BELIEFS.keySet().stream().sorted().map(state -> Arguments.of(state, row)));
    }

    @ParameterizedTest
    @MethodSource("beliefs")
    void whatTheGuestBelievesFollowsFromEachEventInEachState(String state, Row row) {
        Port port = new Port(1);
        BELIEFS.get(state).accept(port);
        assertThat(belief(port)).isEqualTo(state);
        row.happens.accept(port);
        String expected = row.follows.get(state);
        assertThat(belief(port)).isEqualTo(expected);
        assertThat(port.news().orElse(-1)).isEqualTo(NEWS.get(expected).apply(port));
    }

    @Test
    void aGuestIsToldOfAnotherDeviceInTwoSteps() {
        Port port = new Port(1);
        BELIEFS.get("RIGHT").accept(port);
        replug(port, OTHER, 2);
        List<Integer> told = new ArrayList<>();
        for (OptionalInt news = port.news(); news.isPresent(); news = port.news()) {
            told.add(news.getAsInt());
            port.told(news.getAsInt());
        }
        assertThat(told).containsExactly(ConnRing.NONE, HIGH);
    }

    @Test
    void anOperatorWhoAskedForADeviceIsAnsweredAlsoWhenThePortGetsAnotherDeviceOrNone() {
        List<Consumer<Port>> ends = List.of(
                port -> port.want(PortAssignment.ofToolstack("1-2")),
                port -> port.assign(PortAssignment.NONE),
                port -> {
                    port.open(DEVICE, SESSION);
                    port.letGo();
                });
        for (Consumer<Port> end : ends) {
            Port port = new Port(1);
            CompletableFuture<Integer> asker = new CompletableFuture<>();
            port.assign(PortAssignment.ofOperator("1-1", false, asker));
            assertThat(asker).isNotDone();
            end.accept(port);
            assertThat(asker).isCompletedExceptionally();
            assertThat(port.wish().asker()).isNull();
        }
    }

    @Test
    void aDeviceIsTakenByForceOnce() {
        Port port = new Port(1);
        port.assign(PortAssignment.ofOperator("1-1", true, new CompletableFuture<>()));
        assertThat(port.wish().byForce()).isTrue();
        port.open(DEVICE, SESSION);
        assertThat(port.wish().byForce()).isFalse();
    }

    @Test
    void aPortIsParkedAsItIsAndIsEmptyThen() {
        Port port = new Port(1);
        assertThat(port.park()).as("nothing to say").isEmpty();
        BELIEFS.get("RIGHT").accept(port);
        port.attachment().restore(7, true);
        assertThat(port.park()).contains(parked(true));
        assertThat(port.isTaken()).isFalse();
        port.adopt(parked(false), DEVICE, attachment(DEVICE, 5));
        assertThat(belief(port)).isEqualTo("WRONG");
    }
}
