// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.access.HostCertificate;
import org.xenbay.web.host.HostServices;
import org.xenbay.web.host.LogLines;

/** The ways to the page: TLS, and the UNIX socket. */
@Timeout(60)
class TransportTest {

    @TempDir
    Path folder;

    private final LogLines log = new LogLines();

    @AfterEach
    void stop() {
        log.close();
    }

    private PageServer start(PageConfig config) throws IOException {
        return PageServer.start(config, new PageFolder(folder).page(new HostServices(), log));
    }

    private PageConfig config(String address, @Nullable Path socket, @Nullable SSLContext tls) {
        return new PageFolder(folder).config(address, socket, tls);
    }

    private Path keystore() throws Exception {
        Path file = folder.resolve("host.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "host",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=DNS:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret",
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        try {
            assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(keytool.exitValue()).isZero();
        } finally {
            keytool.destroyForcibly();
        }
        return file;
    }

    @Test
    void byTlsTheCookieIsForTlsOnly() throws Exception {
        Path keystore = keystore();
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> HostCertificate.read(keystore, password))
                .hasMessageContaining("chmod 600 " + password);
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("r--------"));
        SSLContext tls = HostCertificate.read(keystore, password);
        try (PageServer server = start(config("127.0.0.1", null, tls))) {
            assertThat(server.addresses()).containsExactly("https://127.0.0.1:" + server.port() + "/");
            HttpClient client =
                    HttpClient.newBuilder().sslContext(trusting(keystore)).build();
            String address = "https://localhost:" + server.port();
            String token = new PageFolder(folder).token("full");
            HttpResponse<String> login = client.send(
                    HttpRequest.newBuilder(URI.create(address + "/login"))
                            .header("Origin", address)
                            .POST(HttpRequest.BodyPublishers.ofString("token=" + token))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(login.statusCode()).isEqualTo(200);
            assertThat(login.headers().firstValue("Set-Cookie"))
                    .get()
                    .asString()
                    .endsWith("; Secure");
        }
    }

    private static SSLContext trusting(Path keystore) throws Exception {
        KeyStore keys = KeyStore.getInstance(keystore.toFile(), "secret".toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("host", keys.getCertificate("host"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    @Test
    void theSocketIsInAFolderOfTheDaemonsUserAndNeedsATokenToo() throws Exception {
        Path socket = folder.resolve("web/page.sock");
        try (PageServer server = start(config("", socket, null))) {
            assertThat(server.addresses()).containsExactly(socket.toString());
            assertThat(server.port()).isZero();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("web"))))
                    .isEqualTo("rwx------");
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(socket));
                channel.write(
                        ByteBuffer.wrap("GET /api/host HTTP/1.1\r\nHost: localhost:8006\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII)));
                String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 401 ");
            }
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void aFolderThatIsThereIsForNobodyElseEither() throws Exception {
        Path web = Files.createDirectory(folder.resolve("web"));
        Files.setPosixFilePermissions(web, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (PageServer server = start(config("", web.resolve("page.sock"), null))) {
            assertThat(server.addresses()).hasSize(1);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(web)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void whatIsNoSocketStaysWhereTheSocketWouldBe() throws Exception {
        Path file =
                Files.writeString(Files.createDirectory(folder.resolve("web")).resolve("page.sock"), "kept");
        assertThatThrownBy(() -> start(config("", file, null)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a socket");
        assertThat(file).hasContent("kept");
    }

    @Test
    void aSocketIsReplacedOnlyWhenNobodyListensOnIt() throws Exception {
        Path socket = Files.createDirectory(folder.resolve("web")).resolve("page.sock");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(socket));
            assertThatThrownBy(() -> start(config("", socket, null)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another program does");
            assertThat(socket).exists();
        }
        assertThat(socket).exists();
        try (PageServer server = start(config("", socket, null))) {
            assertThat(server.addresses()).containsExactly(socket.toString());
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (PageServer server = start(config("127.0.0.1", null, null))) {
            PageConfig same = config("127.0.0.1", null, null).withPort(server.port());
            assertThatThrownBy(() -> start(same))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + server.port());
        }
    }
}
