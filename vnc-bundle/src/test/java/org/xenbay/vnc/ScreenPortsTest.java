// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncRequest;
import org.xenbay.api.screen.VncServers;

/** What a screen keeps while its backend is away, beside the screens of other guests: its port and its password. */
@Timeout(60)
class ScreenPortsTest {

    private static final DeviceId DEVICE = DeviceId.parse("5/vfb/0");
    private static final DeviceId OTHERS = DeviceId.parse("6/vfb/0");
    private static final int VNC_AUTHENTICATION = 2;

    @TempDir
    Path folder;

    private TestServers servers;

    @BeforeEach
    void start() {
        servers = new TestServers(folder);
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private void assertAsked(VncServers.Address address) throws Exception {
        try (RfbClient viewer = AuthenticationTest.connect(address)) {
            assertThat(viewer.version("RFB 003.008\n")).containsExactly(VNC_AUTHENTICATION);
            viewer.out.writeByte(VNC_AUTHENTICATION);
            viewer.out.write(AuthenticationTest.answer(viewer.in.readNBytes(16), "set"));
            assertThat(viewer.in.readInt()).isZero();
        }
    }

    @Test
    void anOperatorsPasswordOutlastsAnAbsenceOfTheBackend() throws Exception {
        FakeScreen screen = servers.addAtFreePort(DEVICE, request -> request);
        servers.servers.setPassword(DEVICE, "set");
        servers.remove(screen);
        servers.letTimePass();
        assertThat(servers.servers.addresses()).isEmpty();
        assertAsked(servers.address(servers.addAtFreePort(DEVICE, request -> request)));
    }

    @Test
    void anOperatorsPasswordOutlastsARename() throws Exception {
        FakeScreen screen = servers.addAtFreePort(DEVICE, request -> request);
        servers.servers.setPassword(DEVICE, "set");
        servers.remove(screen);
        FakeScreen renamed = new FakeScreen(DEVICE, screen.vnc()).of("renamed");
        servers.add(renamed);
        assertAsked(servers.address(renamed));
    }

    @Test
    void anOperatorsPasswordOutlastsTheCode() throws Exception {
        servers.servers.setPassword(DEVICE, "set");
        servers.close();
        servers = new TestServers(folder);
        assertAsked(servers.address(servers.addAtFreePort(DEVICE, request -> request)));
    }

    @Test
    void theToolstacksPasswordCountsWhenTheOperatorsIsForgotten() throws Exception {
        FakeScreen screen = servers.addAtFreePort(DEVICE, request -> request.withPassword("set"));
        servers.servers.setPassword(DEVICE, "other");
        assertThat(servers.servers.withPassword()).containsExactly(DEVICE);
        servers.servers.forgetPassword(DEVICE);
        assertAsked(servers.address(screen));
    }

    @Test
    void aPasswordThatComesBeforeItsScreenCounts() throws Exception {
        servers.servers.setPassword(DEVICE, "set");
        assertAsked(servers.address(servers.addAtFreePort(DEVICE, request -> request)));
    }

    @Test
    void passwordsOfGuestsThatHaveGoneAreForgottenBeforeThoseOfShownScreens() throws Exception {
        FakeScreen screen = servers.addAtFreePort(DEVICE, request -> request);
        servers.servers.setPassword(DEVICE, "set");
        for (int domain = 100; domain < 1200; domain++) {
            servers.servers.setPassword(new DeviceId(domain, "vfb", 0), "old");
        }
        assertAsked(servers.address(screen));
        FakeScreen late = servers.addAtFreePort(new DeviceId(100, "vfb", 0), request -> request);
        try (RfbClient viewer = AuthenticationTest.connect(servers.address(late))) {
            assertThat(viewer.version("RFB 003.008\n")).as("forgotten").containsExactly(1);
        }
    }

    @Test
    void anotherGuestThatTakesAnyPortTakesNoneOfAScreenWhoseBackendIsReplaced() throws Exception {
        FakeScreen screen = new FakeScreen(DEVICE, VncRequest.of("127.0.0.1", 0, true));
        servers.add(screen);
        int port = servers.address(screen).port();
        servers.remove(screen);
        FakeScreen other = new FakeScreen(OTHERS, VncRequest.of("127.0.0.1", port - 5900, true)).of("other");
        servers.add(other);
        assertThat(servers.address(screen).port()).isEqualTo(port);
        assertThat(servers.address(other).port()).isNotEqualTo(port);
    }

    @Test
    void anotherGuestOnAnotherInterfaceTakesNoPort() throws Exception {
        FakeScreen screen = servers.addAtFreePort(DEVICE, request -> request);
        int port = servers.address(screen).port();
        servers.remove(screen);
        servers.add(new FakeScreen(OTHERS, VncRequest.of("127.0.0.2", port - 5900, false)).of("other"));
        assertThat(servers.address(screen).port()).isEqualTo(port);
    }

    @Test
    void anotherGuestWithTheSameFixedPortTakesIt() throws Exception {
        FakeScreen screen = servers.addAtFreePort(DEVICE, request -> request);
        servers.remove(screen);
        FakeScreen other = new FakeScreen(OTHERS, screen.vnc()).of("other");
        servers.add(other);
        assertThat(servers.address(other).trouble()).isEmpty();
        assertThat(servers.servers.addresses()).hasSize(1);
    }

    /** A guest that reboots is another domain of the same name: the one before has gone. */
    @Test
    void aRebootedGuestHasOneServerWithTheNextFreePortToo() {
        FakeScreen screen = new FakeScreen(DEVICE, VncRequest.of("127.0.0.1", 0, true));
        servers.add(screen);
        servers.remove(screen);
        servers.add(new FakeScreen(OTHERS, screen.vnc()));
        assertThat(servers.servers.addresses())
                .extracting(VncServers.Address::device)
                .containsExactly(OTHERS);
    }

    /** A resolver that is slow would delay all screens. */
    @ParameterizedTest
    @ValueSource(strings = {"example.invalid", "1.2.3", "1.2.3.256", "1.2.3.4.5", "cafe", "::zz", "fe80", "a.b:c"})
    void anInterfaceIsANumber(String name) {
        FakeScreen screen = new FakeScreen(DEVICE, VncRequest.of(name, 40_000 - 5900, false));
        servers.add(screen);
        assertThat(servers.address(screen).port()).isZero();
        assertThat(servers.address(screen).trouble())
                .isEqualTo("vnclisten is the number of an address, such as 127.0.0.1 or ::1, not " + name);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,true",
        "127.9.9.9,true",
        "localhost,true",
        "'',true",
        "::1,true",
        "[::1],true",
        "0.0.0.0,false",
        "::,false"
    })
    void numbersAndTheLoopbackInterfacesNameAreKnown(String name, boolean loopback) throws Exception {
        assertThat(TcpPort.address(name).isLoopbackAddress()).isEqualTo(loopback);
    }
}
