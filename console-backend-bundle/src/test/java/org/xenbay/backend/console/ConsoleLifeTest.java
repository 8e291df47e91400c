// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.device.BadNodeException;
import org.xenbay.api.device.DeviceHandler.Handshake;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.xen.GrantException;
import org.xenbay.api.xen.GrantStatus;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.api.xen.XenException;
import org.xenbay.backend.console.flow.ConsolePage;

@Timeout(60)
class ConsoleLifeTest {

    @Test
    void aConsoleOfXenconsoledIsLeftAlone() throws Exception {
        try (Fixture console = Fixture.primary()) {
            console.device.frontend.put("type", "xenconsoled");
            assertThat(console.init()).isEqualTo(Readiness.decline("its type is xenconsoled, served are [ioemu]"));
            console.device.frontend.remove("type");
            assertThat(console.init()).as("no type means xenconsoled").isInstanceOf(Readiness.Declined.class);
            assertThat(console.terminals.opened).isEmpty();
            assertThat(console.device.frontend).doesNotContainKey("tty");
        }
    }

    @Test
    void otherTypesAreServedWhereTheConfigurationSaysSo() throws Exception {
        ConsoleSettings config =
                new ConsoleSettings(Set.of("ioemu", "xenbay"), true, 1 << 20, 0, false, true, Optional.empty());
        try (Fixture console = new Fixture(0, config)) {
            console.device.frontend.put("type", "xenbay");
            assertThat(console.init()).isEqualTo(Readiness.ready());
        }
    }

    @Test
    void aConnectedConsoleThatIsGivenToXenconsoledIsLetGo() throws Exception {
        try (Fixture console = Fixture.primary().connected()) {
            console.device.frontend.put("type", "xenconsoled");
            assertThatThrownBy(() -> console.device.run(() -> console.handler.frontendChanged("type")))
                    .hasMessageContaining("another program's")
                    .hasMessageContaining("xenconsoled");
        }
    }

    @Test
    void aGuestThatEndsIsNotTakenForOneGivenToXenconsoled() throws Exception {
        try (Fixture console = Fixture.primary().connected()) {
            console.device.frontend.clear();
            console.device.run(() -> console.handler.frontendChanged(""));
            assertThat(console.device.frontend).isEmpty();
        }
    }

    @Test
    void onlyThePrimaryConsoleDoesNotShakeHands() throws Exception {
        try (Fixture primary = Fixture.primary();
                Fixture secondary = Fixture.secondary()) {
            assertThat(primary.handler.handshake()).isEqualTo(Handshake.NONE);
            assertThat(secondary.handler.handshake()).isEqualTo(Handshake.STATES);
        }
    }

    @Test
    void theTerminalsPathIsInTtyBeforeTheFrontendIsThereAndGoneAtTheEnd() throws Exception {
        try (Fixture console = Fixture.primary()) {
            console.init();
            assertThat(console.device.frontend).containsEntry("tty", "/dev/pts/40");
            console.init();
            assertThat(console.terminals.opened).hasSize(1);
            console.connect();
            console.disconnect();
            assertThat(console.device.frontend).containsEntry("tty", "");
            assertThat(console.terminals.last().isClosed()).isTrue();
        }
    }

    @Test
    void aFrontendThatComesAgainGetsANewConnection() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            console.guest.write("one");
            console.disconnect();
            console.guest.startAt(0, 0);
            console.connect();
            console.guest.write("two");
            assertThat(console.terminals.opened).hasSize(2);
            assertThat(console.terminals.last().text()).isEqualTo("two");
            assertThat(console.device.frontend).containsEntry("tty", "/dev/pts/41");
        }
    }

    @Test
    void theLastWordsOfAGuestAreTakenWhenItGoes() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            byte[] last = "panic\n".getBytes(StandardCharsets.US_ASCII);
            console.guest.put(last, 0, last.length);
            int signals = console.guest.signals.get();
            console.disconnect();
            assertThat(console.terminals.last().text()).isEqualTo("panic\n");
            assertThat(console.guest.signals).hasValue(signals);
        }
    }

    @Test
    void aSecondaryConsoleWaitsForAServiceThatMakesTerminals() throws Exception {
        try (Fixture console = Fixture.secondary()) {
            console.backend.unsetTerminals(console.terminals);
            assertThat(console.init()).isInstanceOfSatisfying(Readiness.Waiting.class, waiting -> {
                assertThat(waiting.side()).isEqualTo(Side.HOST);
                assertThat(waiting.what()).contains("pseudo terminals");
            });
            console.backend.setTerminals(console.terminals);
            assertThat(console.device.rechecks).hasValue(1);
            assertThat(console.init()).isEqualTo(Readiness.ready());
        }
    }

    @Test
    void aPrimaryConsoleIsServedAtOnceAndGetsItsTerminalLater() throws Exception {
        try (Fixture console = Fixture.primary()) {
            console.backend.unsetTerminals(console.terminals);
            console.connected();
            console.guest.write("booting ".repeat(1000));
            assertThat(console.device.frontend).doesNotContainKey("tty");
            console.backend.setTerminals(console.terminals);
            console.device.settle();
            assertThat(console.device.frontend).containsEntry("tty", "/dev/pts/40");
            assertThat(console.terminals.last().text()).startsWith("booting booting");
        }
    }

    @Test
    void aTerminalThatBreaksIsReplacedAndTheGuestNoticesNothing() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            console.guest.write("before");
            console.terminals.last().breakDown();
            await().until(() -> console.terminals.opened.size() == 2);
            await().until(() -> "/dev/pts/41".equals(console.device.frontend.get("tty")));
            console.guest.write("after");
            assertThat(console.terminals.last().text()).isEqualTo("after");
            assertThat(console.device.failure).hasValue(null);
        }
    }

    @Test
    void aHostWithoutTerminalsFailsASecondaryConsoleWithItsReason() throws Exception {
        try (Fixture console = Fixture.secondary()) {
            console.terminals.exhausted = true;
            assertThatThrownBy(console::init).isInstanceOf(IOException.class).hasMessage("no more terminals");
        }
    }

    @Test
    void aHostWithoutTerminalsDoesNotStopAPrimaryConsole() throws Exception {
        try (Fixture console = Fixture.primary()) {
            console.terminals.exhausted = true;
            console.connected();
            console.guest.write("x".repeat(10_000));
            console.terminals.exhausted = false;
            await().until(() -> console.device.frontend.containsKey("tty"));
            assertThat(console.terminals.last().text()).startsWith("xxx");
        }
    }

    @Test
    void thePrimaryPageIsMappedByItsGrantFirst() throws Exception {
        try (Fixture console = Fixture.primary()) {
            console.guest.page.putByte(ConsolePage.CONNECTION, 1);
            console.connected();
            assertThat(console.guest.mapped).containsExactly("grant 0");
            assertThat(console.guest.page.getByte(ConsolePage.CONNECTION)).isZero();
        }
    }

    @Test
    void thePrimaryPageIsMappedByItsFrameWhereThereIsNoGrant() throws Exception {
        try (Fixture console = Fixture.primary()) {
            console.guest.grants.clear();
            console.connected();
            assertThat(console.guest.mapped).containsExactly("grant 0", "frame " + FakeLink.FRAME);
        }
    }

    @Test
    void aPageThatCannotBeHadAtAllNamesBothReasons() throws Exception {
        try (Fixture console = Fixture.primary()) {
            console.guest.grants.clear();
            console.guest.frames.clear();
            console.init();
            assertThatThrownBy(console::connect)
                    .isInstanceOf(XenException.class)
                    .hasSuppressedException(new GrantException(GrantStatus.BAD_GNTREF, "map of grant 0"));
        }
    }

    @Test
    void theSecondaryPageIsMappedByItsReference() throws Exception {
        try (Fixture console = Fixture.secondary()) {
            SharedMemory page = console.guest.grants.remove(8);
            console.guest.grants.put(-2, page);
            console.device.frontend.put("ring-ref", "-2");
            console.connected();
            assertThat(console.guest.mapped).containsExactly("grant 4294967294");
        }
    }

    @Test
    void missingParametersAreWaitedFor() throws Exception {
        try (Fixture secondary = Fixture.secondary();
                Fixture primary = Fixture.primary()) {
            secondary.device.frontend.remove("port");
            secondary.init();
            assertThat(secondary.connect()).isEqualTo(Readiness.waitFor(Side.FRONTEND, "node port"));
            primary.device.frontend.remove("ring-ref");
            primary.init();
            assertThat(primary.connect()).isEqualTo(Readiness.waitFor(Side.TOOLSTACK, "node ring-ref"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ring-ref, 4294967296",
        "ring-ref, x",
        "ring-ref, 99999999999999999999999",
        "port, 0",
        "port, -1",
        "port, 131072",
        "port, 1e3",
        "port, ''"
    })
    void parametersThatCannotBeRightFailTheConnectionByName(String node, String value) throws Exception {
        try (Fixture console = Fixture.secondary()) {
            console.init();
            console.device.frontend.put(node, value);
            assertThatThrownBy(console::connect)
                    .isInstanceOf(BadNodeException.class)
                    .hasMessageContaining("node " + node);
            assertThat(console.guest.signals).hasValue(0);
            assertThat(console.terminals.last().isClosed()).isTrue();
        }
    }

    @Test
    void aFrameNumberThatCannotBeRightFailsThePrimaryConsole() throws Exception {
        try (Fixture console = Fixture.primary()) {
            console.device.frontend.put("ring-ref", Long.toString((1L << 52) + 1));
            console.init();
            assertThatThrownBy(console::connect).isInstanceOf(BadNodeException.class);
            assertThat(console.guest.mapped).isEmpty();
        }
    }

    @Test
    void aPortThatCannotBeBoundFailsTheConnection() throws Exception {
        try (Fixture console = Fixture.secondary()) {
            console.guest.bindFailure = new XenException("port 9 of domain 5 is bound already", 22);
            console.init();
            assertThatThrownBy(console::connect).isSameAs(console.guest.bindFailure);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "many", "4294967296", "0x1000", "99999999999999999999999999", " 5"})
    void aLimitThatIsNoneFailsTheDeviceByName(String limit) throws Exception {
        try (Fixture console = Fixture.secondary()) {
            console.device.frontend.put("limit", limit);
            assertThatThrownBy(console::init)
                    .isInstanceOf(BadNodeException.class)
                    .hasMessageContaining("node limit");
            assertThat(console.terminals.opened).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1048576", "1, 4096", "65536, 65536", "4294967295, 1048576"})
    void aLimitIsKeptWithinBounds(String limit, int kept) throws Exception {
        try (Fixture console = Fixture.secondary()) {
            console.device.frontend.put("limit", limit);
            console.connected();
            assertThat(console.device.call(console.handler::details)).containsEntry("kept", "0 of " + kept + " bytes");
        }
    }

    @Test
    void anUnknownConnectionIsRefusedByName() throws Exception {
        try (Fixture console = Fixture.secondary()) {
            console.device.backend.put("connection", "carrier-pigeon");
            assertThatThrownBy(console::init)
                    .isInstanceOf(BadNodeException.class)
                    .hasMessageContaining("connection")
                    .hasMessageContaining("carrier-pigeon");
            console.device.backend.remove("connection");
            console.device.frontend.put("output", "vc");
            assertThatThrownBy(console::init).hasMessageContaining("output").hasMessageContaining("vc");
            console.device.frontend.put("output", "chardev:libxl-channel1");
            assertThat(console.init()).isEqualTo(Readiness.ready());
        }
    }

    @Test
    void aConsoleForNobodyIsDrainedAllTheSame() throws Exception {
        try (Fixture console = Fixture.primary()) {
            console.device.frontend.put("output", "null");
            console.connected();
            console.guest.write("x".repeat(100_000));
            assertThat(console.terminals.opened).isEmpty();
        }
    }

    @Test
    void aDeviceLeftConnectedByAnEarlierRunContinuesFromItsIndices() throws Exception {
        try (Fixture console = Fixture.secondary()) {
            console.guest.startAt(0xFFFFFFF0, 1000);
            byte[] waiting = "written while nobody served".getBytes(StandardCharsets.US_ASCII);
            console.guest.put(waiting, 0, waiting.length);
            assertThat(console.connect(Origin.adopted())).isEqualTo(Readiness.ready());
            assertThat(console.terminals.opened).as("terminals").hasSize(1);
            assertThat(console.terminals.last().text()).isEqualTo("written while nobody served");
        }
    }

    @Test
    void aConsoleWaitsForAHostThatHasNoDescriptors() throws Exception {
        try (Fixture console = Fixture.secondary()) {
            console.terminals.hostIsShort = true;
            assertThat(console.init()).isInstanceOf(Readiness.Waiting.class);
            await().untilAsserted(() -> assertThat(console.device.rechecks).hasPositiveValue());
            console.terminals.hostIsShort = false;
            assertThat(console.init()).isEqualTo(Readiness.ready());
            assertThat(console.connect()).isEqualTo(Readiness.ready());
        }
    }
}
