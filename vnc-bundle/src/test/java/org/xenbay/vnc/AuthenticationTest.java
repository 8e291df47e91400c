// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncRequest;
import org.xenbay.api.screen.VncServers;

/** Who may look from elsewhere, and where; on the loopback interface. */
@Timeout(60)
class AuthenticationTest {

    private static final DeviceId DEVICE = DeviceId.parse("5/vfb/0");

    /** So far from the first display that the ports are nobody's. */
    private static final int DISPLAY = 40_000 - 5900;

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

    /** @param password null for none */
    private VncServers.Address serve(@Nullable String password) throws Exception {
        return servers.address(shown(password));
    }

    private FakeScreen shown(@Nullable String password) throws Exception {
        FakeScreen screen =
                servers.addAtFreePort(DEVICE, request -> password == null ? request : request.withPassword(password));
        screen.resize(64, 48);
        return screen;
    }

    static RfbClient connect(VncServers.Address address) throws Exception {
        Socket socket = new Socket(address.host(), address.port());
        return new RfbClient(socket, socket.getInputStream(), socket.getOutputStream());
    }

    /** A viewer's answer, after RFC 6143. */
    static byte[] answer(byte[] challenge, String password) throws Exception {
        byte[] key = new byte[8];
        byte[] secret = password.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < Math.min(8, secret.length); i++) {
            for (int bit = 0; bit < 8; bit++) {
                if ((secret[i] >> bit & 1) == 1) {
                    key[i] |= (byte) (1 << 7 - bit);
                }
            }
        }
        Cipher des = Cipher.getInstance("DES/ECB/NoPadding");
        des.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "DES"));
        return des.doFinal(challenge);
    }

    /** @return what the server says of the answer */
    private static int result(RfbClient viewer, String password) throws Exception {
        viewer.out.write(answer(viewer.in.readNBytes(16), password));
        return viewer.in.readInt();
    }

    private static int tried(VncServers.Address address, String password) throws Exception {
        try (RfbClient viewer = connect(address)) {
            assertThat(viewer.version("RFB 003.008\n")).containsExactly(2);
            viewer.out.writeByte(2);
            int result = result(viewer, password);
            if (result == 0) {
                viewer.begin().request(false).update();
            } else {
                assertThat(viewer.reason()).isEqualTo("wrong password");
                assertThat(viewer.in.read()).isEqualTo(-1);
            }
            return result;
        }
    }

    @Test
    void withoutAPasswordWhoeverConnectsLooks() throws Exception {
        try (RfbClient viewer = connect(serve(null))) {
            assertThat(viewer.version("RFB 003.008\n")).containsExactly(1);
            viewer.out.writeByte(1);
            assertThat(viewer.in.readInt()).isZero();
            viewer.begin().request(false).update();
        }
    }

    @Test
    void thePasswordIsAskedFor() throws Exception {
        VncServers.Address address = serve("secret");
        assertThat(tried(address, "secret")).isZero();
        assertThat(tried(address, "Secret")).isEqualTo(1);
        assertThat(tried(address, "")).isEqualTo(1);
        assertThat(tried(address, "secret")).isZero();
    }

    @Test
    void olderViewersAreAskedToo() throws Exception {
        VncServers.Address address = serve("long password");
        for (String password : List.of("long pas", "other")) {
            int wanted = password.equals("other") ? 1 : 0;
            try (RfbClient viewer = connect(address)) {
                viewer.in.skipNBytes(12);
                viewer.out.writeBytes("RFB 003.003\n");
                assertThat(viewer.in.readInt()).isEqualTo(2);
                assertThat(result(viewer, password)).isEqualTo(wanted);
                assertThat(wanted == 1 ? viewer.in.read() : -1).isEqualTo(-1);
            }
            try (RfbClient viewer = connect(address)) {
                assertThat(viewer.version("RFB 003.007\n")).containsExactly(2);
                viewer.out.writeByte(2);
                assertThat(result(viewer, password)).isEqualTo(wanted);
                assertThat(wanted == 1 ? viewer.in.read() : -1).isEqualTo(-1);
            }
        }
    }

    @Test
    void anOperatorsPasswordReplacesTheToolstacks() throws Exception {
        VncServers.Address address = serve("old");
        servers.servers.setPassword(DEVICE, "new");
        assertThat(tried(address, "old")).isEqualTo(1);
        assertThat(tried(address, "new")).isZero();
        servers.servers.setPassword(DEVICE, "");
        try (RfbClient viewer = connect(address)) {
            assertThat(viewer.version("RFB 003.008\n")).containsExactly(1);
        }
    }

    @Test
    void afterSomeWrongPasswordsTheNextTryHasToWait() throws Exception {
        VncServers.Address address = serve("secret");
        for (int i = 0; i < 3; i++) {
            tried(address, "wrong");
        }
        try (RfbClient viewer = connect(address)) {
            assertThat(viewer.version("RFB 003.008\n")).isEmpty();
            assertThat(viewer.reason()).isEqualTo("too many wrong passwords, try again later");
        }
        servers.clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(tried(address, "secret")).isZero();
    }

    /** Otherwise as many passwords are tried at once as there may be viewers. */
    @Test
    void connectionsFromBeforeTheLastWrongPasswordHaveToWaitToo() throws Exception {
        VncServers.Address address = serve("secret");
        try (RfbClient early = connect(address)) {
            assertThat(early.version("RFB 003.008\n")).containsExactly(2);
            early.out.writeByte(2);
            byte[] challenge = early.in.readNBytes(16);
            for (int i = 0; i < 3; i++) {
                tried(address, "wrong");
            }
            early.out.write(answer(challenge, "secret"));
            assertThat(early.in.readInt()).isEqualTo(1);
            assertThat(early.reason()).isEqualTo("too many wrong passwords, try again later");
        }
        servers.clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(tried(address, "secret")).isZero();
    }

    /** Any user of this machine can come from any address of loopback. */
    @Test
    void anotherAddressOfThisMachineHasToWaitToo() throws Exception {
        VncServers.Address address = serve("secret");
        for (int i = 0; i < 3; i++) {
            tried(address, "wrong");
        }
        Socket socket = new Socket(address.host(), address.port(), InetAddress.getByName("127.0.0.2"), 0);
        try (RfbClient viewer = new RfbClient(socket, socket.getInputStream(), socket.getOutputStream())) {
            assertThat(viewer.version("RFB 003.008\n")).isEmpty();
            assertThat(viewer.reason()).isEqualTo("too many wrong passwords, try again later");
        }
    }

    @Test
    void aPortThatIsTakenIsSaidAndTheSocketWorks() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FakeScreen screen = new FakeScreen(DEVICE, VncRequest.of("127.0.0.1", taken.getLocalPort() - 5900, false));
            servers.add(screen);
            VncServers.Address address = servers.address(screen);
            assertThat(address.port()).isZero();
            assertThat(address.host()).isEmpty();
            assertThat(address.trouble()).startsWith("cannot listen on 127.0.0.1 port " + taken.getLocalPort() + ": ");
            try (RfbClient viewer = RfbClient.greeted(servers.socket(screen))) {
                viewer.request(false).update();
            }
        }
    }

    @Test
    void theNextFreePortIsTakenWhenThatIsWanted() {
        FakeScreen first = new FakeScreen(DEVICE, VncRequest.of("127.0.0.1", 0, true));
        FakeScreen second = new FakeScreen(DeviceId.parse("6/vfb/0"), VncRequest.of("127.0.0.1", 0, true));
        servers.add(first);
        servers.add(second);
        assertThat(List.of(
                        servers.address(first).port(), servers.address(second).port()))
                .as("others use and leave these ports meanwhile")
                .allSatisfy(port -> assertThat(port).isBetween(5900, 5999))
                .doesNotHaveDuplicates();
    }

    @Test
    void anAddressThatIsNotThereIsSaid() {
        FakeScreen screen = new FakeScreen(DEVICE, VncRequest.of("127.0.0.1", 1 << 20, true));
        servers.add(screen);
        assertThat(servers.address(screen).trouble()).isEqualTo("there is no display 1048576");
        FakeScreen other = new FakeScreen(DeviceId.parse("6/vfb/0"), VncRequest.of("192.0.2.1", DISPLAY, false));
        servers.add(other);
        assertThat(servers.address(other).trouble()).startsWith("cannot listen on 192.0.2.1 port 40000");
    }

    @Test
    void aScreenThatReturnsElsewhereGetsAnotherServer() throws Exception {
        FakeScreen screen = shown(null);
        try (RfbClient viewer = RfbClient.greeted(servers.socket(screen))) {
            servers.remove(screen);
            FakeScreen moved = new FakeScreen(DEVICE, VncRequest.NONE);
            servers.add(moved);
            assertThat(viewer.in.read()).isEqualTo(-1);
            assertThat(servers.address(moved).port()).isZero();
            servers.letTimePass();
            assertThat(servers.servers.addresses()).hasSize(1);
        }
        await().until(() -> screen.views() == 0);
    }

    /** A guest that reboots is another domain, with the same configuration. */
    @Test
    void theSuccessorOfAGuestGetsItsPortAtOnce() throws Exception {
        FakeScreen screen = shown(null);
        servers.remove(screen);
        FakeScreen rebooted = new FakeScreen(DeviceId.parse("6/vfb/0"), screen.vnc());
        servers.add(rebooted);
        assertThat(servers.address(rebooted).trouble()).isEmpty();
        assertThat(servers.servers.addresses()).hasSize(1);
    }

    @Test
    void whoHasNotAuthenticatedKeepsNobodyOfThisHostOut() throws Exception {
        FakeScreen screen = shown("secret");
        List<RfbClient> strangers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            strangers.add(connect(servers.address(screen)));
            assertThat(strangers.get(i).version("RFB 003.008\n")).containsExactly(2);
        }
        try (RfbClient viewer = RfbClient.greeted(servers.socket(screen))) {
            viewer.request(false).update();
        } finally {
            for (RfbClient stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void noPasswordIsLogged() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage()
                        + List.of(line.getParameters() == null ? new Object[0] : line.getParameters())
                        + line.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.xenbay.vnc");
        logger.addHandler(handler);
        logger.setLevel(java.util.logging.Level.ALL);
        try {
            VncServers.Address address = serve("pa55w0rd");
            tried(address, "pa55w0rd");
            tried(address, "wr0ng");
            servers.servers.setPassword(DEVICE, "s3cret");
            tried(address, "s3cret");
            assertThat(address.toString()).doesNotContain("pa55w0rd");
            await().until(() -> lines.stream().anyMatch(line -> line.contains("wrong password")));
            assertThat(lines).noneMatch(line -> line.contains("pa55w0rd") || line.contains("s3cret"));
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(null);
        }
    }
}
