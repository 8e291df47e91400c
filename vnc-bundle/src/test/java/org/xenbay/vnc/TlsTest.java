// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncRequest;
import org.xenbay.api.screen.VncServers;

/** Viewers that come by TLS, with the JDK's own client. */
@Timeout(60)
class TlsTest {

    private static final int VENCRYPT = 19;
    private static final int X509_NONE = 260;
    private static final int X509_VNC = 261;

    @TempDir
    static Path keys;

    @TempDir
    Path folder;

    private TestServers servers;
    private FakeScreen screen;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Files.writeString(keys.resolve("password"), "changeit\n");
        Process keytool = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "keytool",
                        "-genkeypair",
                        "-alias",
                        "vnc",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.resolve("vnc.p12").toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(keys.resolve("log").toFile())
                .start();
        assertThat(keytool.waitFor()).as(() -> "keytool, see " + keys).isZero();
    }

    @AfterAll
    static void nothingElseIsThere() throws Exception {
        try (var files = Files.list(keys)) {
            assertThat(files).hasSize(3);
        }
    }

    @BeforeEach
    void start() throws Exception {
        servers = new TestServers(folder);
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private void configure(String... more) throws Exception {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "keystore", keys.resolve("vnc.p12").toString(),
                "keystorePasswordFile", keys.resolve("password").toString()));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        servers.configure(properties);
    }

    private VncServers.Address serve(String password) throws Exception {
        int display;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            display = free.getLocalPort() - 5900;
        }
        VncRequest request = VncRequest.of("127.0.0.1", display, false);
        screen = new FakeScreen(
                DeviceId.parse("5/vfb/0"), password.isEmpty() ? request : request.withPassword(password));
        screen.resize(640, 480);
        servers.add(screen);
        return servers.address(screen);
    }

    /** Negotiates VeNCrypt, and TLS with a client that trusts the certificate. */
    private static RfbClient encrypted(VncServers.Address address, int subtype) throws Exception {
        Socket socket = new Socket(address.host(), address.port());
        // Not buffered: TLS begins in the middle.
        RfbClient plain = new RfbClient(socket, socket.getInputStream(), socket.getOutputStream());
        plain.in = new java.io.DataInputStream(socket.getInputStream());
        assertThat(plain.version("RFB 003.008\n")).startsWith(VENCRYPT);
        plain.out.writeByte(VENCRYPT);
        assertThat(plain.in.readNBytes(2)).containsExactly(0, 2);
        plain.out.write(new byte[] {0, 2});
        assertThat(plain.in.readNBytes(2)).containsExactly(0, 1);
        assertThat(plain.in.readInt()).isEqualTo(subtype);
        plain.out.writeInt(subtype);
        assertThat(plain.in.readUnsignedByte()).isEqualTo(1);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys.resolve("vnc.p12"))) {
            trusted.load(in, "changeit".toCharArray());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore onlyCertificate = KeyStore.getInstance("PKCS12");
        onlyCertificate.load(null, null);
        onlyCertificate.setCertificateEntry("vnc", trusted.getCertificate("vnc"));
        trust.init(onlyCertificate);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", address.port(), true);
        tls.startHandshake();
        return new RfbClient(tls, tls.getInputStream(), tls.getOutputStream());
    }

    @Test
    void thePictureComesByTls() throws Exception {
        configure();
        try (RfbClient viewer = encrypted(serve(""), X509_NONE)) {
            assertThat(viewer.in.readInt()).isZero();
            viewer.begin().encodings(16);
            Random random = new Random(3);
            for (int i = 0; i < 5; i++) {
                screen.drawAnything(random);
                viewer.awaitPicture(screen);
            }
        }
    }

    @Test
    void thePasswordIsAskedForWithinTls() throws Exception {
        configure();
        VncServers.Address address = serve("secret");
        for (String password : new String[] {"secret", "wrong"}) {
            try (RfbClient viewer = encrypted(address, X509_VNC)) {
                viewer.out.write(AuthenticationTest.answer(viewer.in.readNBytes(16), password));
                if (password.equals("secret")) {
                    assertThat(viewer.in.readInt()).isZero();
                    viewer.begin().request(false).update();
                } else {
                    assertThat(viewer.in.readInt()).isEqualTo(1);
                    assertThat(viewer.reason()).isEqualTo("wrong password");
                }
            }
        }
    }

    @Test
    void viewersWithoutTlsAreServedUnlessTheConfigurationForbidsIt() throws Exception {
        configure();
        VncServers.Address address = serve("secret");
        try (RfbClient viewer = AuthenticationTest.connect(address)) {
            assertThat(viewer.version("RFB 003.008\n")).containsExactly(VENCRYPT, 2);
        }
        configure("onlyTls", "yes");
        try (RfbClient viewer = AuthenticationTest.connect(address)) {
            assertThat(viewer.version("RFB 003.008\n")).containsExactly(VENCRYPT);
        }
        try (RfbClient viewer = AuthenticationTest.connect(address)) {
            viewer.in.skipNBytes(12);
            viewer.out.writeBytes("RFB 003.003\n");
            assertThat(viewer.in.readInt()).isZero();
            assertThat(viewer.reason()).contains("TLS");
        }
        try (RfbClient viewer = RfbClient.greeted(servers.socket(screen))) {
            viewer.request(false).update();
        }
    }

    @Test
    void nonsenseInPlaceOfTlsCostsOnlyItsConnection() throws Exception {
        configure();
        VncServers.Address address = serve("");
        try (RfbClient viewer = AuthenticationTest.connect(address)) {
            viewer.version("RFB 003.008\n");
            viewer.out.write(new byte[] {VENCRYPT, 0, 2, 0, 0, 1, 4});
            viewer.out.writeBytes("GET / HTTP/1.1\r\n\r\n");
            viewer.in.readAllBytes();
        }
        try (RfbClient viewer = encrypted(address, X509_NONE)) {
            assertThat(viewer.in.readInt()).isZero();
        }
    }

    @Test
    void aCertificateThatCannotBeReadIsRefused() {
        assertThatThrownBy(() -> configure("keystore", folder.resolve("none").toString()))
                .hasMessageContaining("no certificate can be read from");
        assertThatThrownBy(() ->
                        configure("keystorePasswordFile", keys.resolve("log").toString()))
                .hasMessageContaining("no certificate can be read from")
                .hasMessageNotContaining("changeit");
        assertThatThrownBy(() -> configure("keystorePasswordFile", "")).hasMessageContaining("both or not at all");
        assertThatThrownBy(() -> servers.configure(Map.of("onlyTls", "yes"))).hasMessageContaining("no TLS without");
    }
}
