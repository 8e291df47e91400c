// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Arrays;
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
import org.xenbay.api.access.HostCertificate;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncServers;

/** Viewers that come by TLS, with the JDK's own client. */
@Timeout(60)
class TlsTest {

    private static final int VENCRYPT = 19;
    private static final int X509_NONE = 260;
    private static final int X509_VNC = 261;

    /** The choice of VeNCrypt 0.2 with X509None. */
    private static final byte[] CHOICE = {VENCRYPT, 0, 2, 0, 0, 1, 4};

    /** A server that keeps its connection does so longer. */
    private static final int PATIENCE_MILLIS = 10_000;

    @TempDir
    static Path keys;

    @TempDir
    Path folder;

    private TestServers servers;
    private FakeScreen screen;

    @BeforeAll
    static void makeCertificate() throws Exception {
        onlyForTheOwner(Files.writeString(keys.resolve("password"), "changeit\n"));
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
        onlyForTheOwner(keys.resolve("log"));
    }

    private static void onlyForTheOwner(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
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
        screen = servers.addAtFreePort(
                DeviceId.parse("5/vfb/0"), request -> password.isEmpty() ? request : request.withPassword(password));
        screen.resize(640, 480);
        return servers.address(screen);
    }

    /** Negotiates VeNCrypt, and TLS with a client that trusts the certificate. */
    private static RfbClient encrypted(VncServers.Address address, int subtype) throws Exception {
        return encrypted(new Socket(address.host(), address.port()), subtype);
    }

    private static RfbClient encrypted(Socket socket, int subtype) throws Exception {
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
        SSLSocket tls =
                (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
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

    /** Its keys are in the process that ends. */
    @Test
    void aViewerByTlsIsNotLeftToASuccessor() throws Exception {
        servers.close();
        PlayedProcess process = PlayedProcess.first(folder);
        servers = process.servers;
        configure();
        try (RfbClient viewer = encrypted(serve(""), X509_NONE)) {
            assertThat(viewer.in.readInt()).isZero();
            viewer.begin().request(false).update();
            assertThat(process.journals(screen)).doesNotExist();
            servers = process.updated().servers;
            servers.add(screen);
            assertThat(servers.address(screen).viewers()).isZero();
            assertThatThrownBy(viewer.in::readInt).isInstanceOf(IOException.class);
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
            viewer.out.write(CHOICE);
            // At once: the server hangs up after some of it.
            viewer.out.write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            awaitEnd(viewer);
        }
        try (RfbClient viewer = encrypted(address, X509_NONE)) {
            assertThat(viewer.in.readInt()).isZero();
        }
    }

    /** @return a record of 20,000 bytes, which engines take although TLS has none */
    private static byte[] tooLong(int type, int minor) {
        byte[] record = new byte[5 + 20_000];
        Arrays.fill(record, (byte) 0xFF);
        System.arraycopy(new byte[] {(byte) type, 3, (byte) minor, 0x4E, 0x20}, 0, record, 0, 5);
        return record;
    }

    /** The server hangs up; what it has not read makes that a reset. */
    private static void awaitEnd(RfbClient viewer) throws Exception {
        try {
            viewer.in.readAllBytes();
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private static void awaitNoViewersThread() {
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("xenbay-vnc-viewer")));
    }

    private static RfbClient withSubtype(VncServers.Address address) throws Exception {
        Socket socket = new Socket(address.host(), address.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        RfbClient viewer = new RfbClient(socket, socket.getInputStream(), socket.getOutputStream());
        viewer.version("RFB 003.008\n");
        viewer.out.write(CHOICE);
        assertThat(viewer.in.readNBytes(9)).containsExactly(0, 2, 0, 1, 0, 0, 1, 4, 1);
        return viewer;
    }

    @Test
    void aHandshakeWithARecordThatIsTooLongEnds() throws Exception {
        configure();
        try (RfbClient viewer = withSubtype(serve(""))) {
            viewer.out.write(tooLong(22, 1));
            awaitEnd(viewer);
        }
        awaitNoViewersThread();
    }

    /** What follows is read, so that the end of the connection ends the handshake. */
    @Test
    void aHandshakeWithAPartOfARecordThatIsTooLongReadsOn() throws Exception {
        InputStream part = new ByteArrayInputStream(tooLong(22, 1), 0, 17 * 1024);
        TlsConnection connection = new TlsConnection(
                new TlsPolicy(HostCertificate.read(keys.resolve("vnc.p12"), keys.resolve("password")), false).engine(),
                new BufferedInputStream(part),
                OutputStream.nullOutputStream());
        assertThatThrownBy(connection::handshake)
                .isInstanceOf(EOFException.class)
                .hasMessage("the viewer has gone");
    }

    /** Other viewers are served on. */
    @Test
    void aRecordThatIsTooLongAfterTheHandshakeEndsItsConnectionOnly() throws Exception {
        configure();
        VncServers.Address address = serve("");
        Socket socket = new Socket(address.host(), address.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        try (RfbClient viewer = encrypted(socket, X509_NONE)) {
            assertThat(viewer.in.readInt()).isZero();
            viewer.begin().encodings(16, -313);
            assertThat(viewer.in.readUnsignedByte())
                    .as("continuous updates are known")
                    .isEqualTo(150);
            viewer.out.write(new byte[] {(byte) 150, 1, 0, 0, 0, 0, 2, (byte) 128, 1, (byte) 224});
            viewer.update();
            byte[] record = tooLong(23, 3);
            socket.getOutputStream().write(record, 0, 17 * 1024);
            Random random = new Random(4);
            for (int i = 0; i < 20; i++) {
                screen.drawAnything(random);
                viewer.update();
            }
            socket.getOutputStream().write(record, 17 * 1024, record.length - 17 * 1024);
            socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        awaitNoViewersThread();
        try (RfbClient viewer = encrypted(address, X509_NONE)) {
            assertThat(viewer.in.readInt()).isZero();
        }
    }

    @Test
    void aPasswordThatOthersMayReadIsRefused() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "changeit\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> configure("keystorePasswordFile", password.toString()))
                .hasMessageContaining(password + " can be read or written by others than its owner")
                .hasMessageNotContaining("changeit");
        try (RfbClient viewer = AuthenticationTest.connect(serve("secret"))) {
            assertThat(viewer.version("RFB 003.008\n")).containsExactly(2);
        }
        onlyForTheOwner(password);
        configure("keystorePasswordFile", password.toString());
    }

    /** A file that asks for TLS only, and has a mistake elsewhere, opens nothing. */
    @Test
    void withoutTheCertificateThatTlsNeedsViewersByTcpAreRefused() throws Exception {
        VncServers.Address address = serve("secret");
        assertThatThrownBy(() -> configure("keystore", folder.resolve("none").toString(), "onlyTls", "yes"))
                .hasMessageContaining("no certificate can be read from");
        try (RfbClient viewer = AuthenticationTest.connect(address)) {
            assertThat(viewer.version("RFB 003.008\n")).isEmpty();
            assertThat(viewer.reason()).contains("only TLS");
        }
        servers.configure(Map.of());
        try (RfbClient viewer = AuthenticationTest.connect(address)) {
            assertThat(viewer.version("RFB 003.008\n")).containsExactly(2);
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
