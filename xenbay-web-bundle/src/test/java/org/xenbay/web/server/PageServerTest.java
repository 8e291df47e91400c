// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.management.BundleView;
import org.xenbay.api.management.Deployment;
import org.xenbay.api.management.testing.FakeCore;
import org.xenbay.api.management.testing.FakeDevices;
import org.xenbay.web.host.HostServices;
import org.xenbay.web.host.LogLines;
import org.xenbay.web.socket.OpenSockets;

@Timeout(60)
class PageServerTest {

    @TempDir
    Path folder;

    private final FakeCore core = new FakeCore();
    /** Bytes of a ping, whose answers fill the sockets' buffers soonest. */
    private static final int LONGEST_PING = 125;

    /** More than all sockets' buffers take. */
    private static final long MUCH = 64 << 20;

    private final HostServices services = new HostServices();
    private final LogLines log = new LogLines();
    private PageServer server;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        services.bindAdmin(core);
        core.devices.add(FakeDevices.connected("1/console/1", "<b>demo</b>"));
        PageFolder own = new PageFolder(folder);
        server = PageServer.start(own.withUploads(), own.page(services, log));
        browser = new Browser(server);
    }

    @AfterEach
    void stop() {
        server.close();
        log.close();
    }

    private String token(String access) throws IOException {
        return new PageFolder(folder).token(access);
    }

    @Test
    void withoutASessionThereIsOnlyTheLogin() throws IOException {
        assertThat(browser.get("/").header("Location")).isEqualTo("/login");
        assertThat(browser.get("/login").status()).isEqualTo(200);
        for (String path : List.of("/page.js", "/index.html", "/api/host", "/lib/novnc/core/rfb.js", "/socket/live")) {
            assertThat(browser.get(path).status()).as(path).isEqualTo(401);
        }
        assertThat(browser.post("/api/attach", "id=1/vkbd/0").status()).isEqualTo(401);
        assertThat(core.calls).isEmpty();
    }

    @Test
    void eachAnswerTellsTheBrowserToLoadNothingFromElsewhere() throws IOException {
        Browser.Answer login = browser.get("/login");
        assertThat(login.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self';")
                .contains("frame-ancestors 'none'")
                .doesNotContain("script-src 'self' '");
        assertThat(login.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(login.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(login.header("Server")).isEmpty();
        assertThat(browser.get("/nowhere").header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(browser.get("/login").header("Content-Security-Policy"))
                .isNotEqualTo(login.header("Content-Security-Policy"));
    }

    @Test
    void aTokenMakesASessionWhoseCookieAloneShowsNothing() throws IOException {
        Browser.Answer login = browser.logIn(token("full"));
        assertThat(login.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict", "Path=/");
        assertThat(browser.get("/").body()).contains("/page.js").doesNotContain("{nonce}");
        assertThat(browser.get("/api/device?id=1/console/1").body()).contains("served, all is well");
        String key = browser.key;
        browser.key = "";
        assertThat(browser.get("/api/host").status()).isEqualTo(403);
        browser.key = key.substring(1) + "A";
        assertThat(browser.post("/api/attach", "id=1/vkbd/0").status()).isEqualTo(403);
        assertThat(core.calls).isEmpty();
        browser.key = key;
        assertThat(browser.post("/api/logout", "").status()).isEqualTo(204);
        assertThat(browser.get("/api/host").status()).isEqualTo(401);
    }

    @Test
    void anotherNameOfThisHostAndAnotherPageAreRefused() throws IOException {
        browser.logIn(token("full"));
        String cookie = "Cookie: " + browser.cookie();
        String key = "X-Xenbay-Key: " + browser.key;
        assertThat(browser.ask("GET", "/api/host", "", "Host: evil.example:" + browser.port, cookie, key)
                        .status())
                .isEqualTo(403);
        assertThat(browser.ask(
                                "GET",
                                "/api/host",
                                "",
                                "Host: " + browser.host(),
                                "Origin: http://evil.example",
                                cookie,
                                key)
                        .status())
                .isEqualTo(403);
        assertThat(browser.ask("GET", "/api/host", "", "Host: localhost:" + browser.port, cookie, key)
                        .status())
                .isEqualTo(200);
        assertThat(browser.ask("PUT", "/api/host", "", "Host: " + browser.host(), cookie, key)
                        .status())
                .isEqualTo(405);
    }

    @Test
    void whoeverTriesTokensHasToWait() throws IOException {
        for (int i = 0; i < 5; i++) {
            assertThat(browser.logIn("wrong").status()).isEqualTo(403);
        }
        Browser.Answer refused = browser.logIn("wrong");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(log.lines().toString()).contains("was refused").doesNotContain(token("full"), "wrong");
    }

    @Test
    void aReadOnlyTokenShowsAndDoesNothing() throws IOException {
        browser.logIn(token("read-only"));
        assertThat(browser.get("/api/session").body()).contains("\"access\":\"read-only\"");
        assertThat(browser.get("/api/log").status()).isEqualTo(200);
        for (String name : List.of("attach", "detach", "update", "deploy", "jar", "jar?bundle=x")) {
            assertThat(browser.post("/api/" + name, "id=1/console/1&force=yes").status())
                    .as(name)
                    .isEqualTo(403);
        }
        assertThat(core.calls).isEmpty();
    }

    @Test
    void aFullTokenAttachesAndDetachesAndIsToldWhyNot() throws IOException {
        browser.logIn(token("full"));
        assertThat(browser.post("/api/attach", "id=1%2Fvkbd%2F0&options=a%3D1").body())
                .contains("attached 1/vkbd/0");
        core.devices.add(FakeDevices.connected("1/vkbd/0", "demo"));
        assertThat(browser.post("/api/detach", "id=1/vkbd/0&force=yes").body()).contains("by force");
        assertThat(core.calls).containsExactly("attach 1/vkbd/0 {a=1}", "detach 1/vkbd/0");
        Browser.Answer refused = browser.post("/api/detach", "id=1/vkbd/0");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("did not close in time");
        assertThat(browser.post("/api/attach", "id=nonsense").status()).isEqualTo(400);
        assertThat(browser.post("/api/attach", "x".repeat(20_000)).status()).isEqualTo(400);
        assertThat(browser.post("/api/jar?bundle=x", "jar").status()).isEqualTo(503);
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void aBundleIsBroughtAndDeployedOnce() throws IOException {
        List<String> deployed = new ArrayList<>();
        services.bindDeployment(new Deployment() {
            @Override
            public List<BundleView> bundles() {
                return List.of();
            }

            @Override
            public String deploy(Path jar) {
                try {
                    deployed.add(Files.readString(jar));
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
                if (deployed.size() > 1) {
                    throw new IllegalArgumentException("the jar is refused");
                }
                return "org.example serves echo";
            }
        });
        browser.logIn(token("full"));
        assertThat(browser.post("/api/jar", "content of the jar").body()).isEqualTo("{\"upload\":\"upload-0\"}");
        assertThat(browser.post("/api/deploy", "upload=upload-0").body())
                .isEqualTo("{\"done\":\"org.example serves echo\"}");
        assertThat(deployed).containsExactly("content of the jar");
        assertThat(browser.post("/api/deploy", "upload=upload-0").status()).isEqualTo(404);
        browser.post("/api/jar", "bad");
        Browser.Answer refused = browser.post("/api/deploy", "upload=upload-1");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("the jar is refused");
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void anOpenPageIsToldOfEachChange() throws Exception {
        browser.logIn(token("read-only"));
        Browser.PageLink link = browser.open("/socket/live");
        assertThat(link.next()).contains("\"id\":\"1/console/1\"", "\"name\":\"<b>demo</b>\"", "\"devices\":1");
        core.devices.add(FakeDevices.connected("1/echo/0", "demo"));
        core.tell(FakeDevices.event("1/echo/0"));
        assertThat(link.next()).contains("1/echo/0").doesNotContain("1/console/1");
        core.devices.remove(0);
        core.tell(FakeDevices.event("1/console/1"));
        assertThat(link.next()).contains("\"gone\":[\"1/console/1\"]", "\"changed\":[]");
        browser.post("/api/logout", "");
        assertThat(link.closed.get(10, TimeUnit.SECONDS)).isEqualTo("logged out");
    }

    @Test
    void aSocketOfAnotherPageOrWithoutTheKeyIsRefused() throws Exception {
        browser.logIn(token("full"));
        WebSocket.Listener nobody = new WebSocket.Listener() {};
        assertThatThrownBy(browser.open("/socket/live", "http://evil.example", browser.key, nobody)::join)
                .hasMessageContaining("WebSocketHandshakeException");
        assertThatThrownBy(browser.open("/socket/live", "http://" + browser.host(), "wrong", nobody)::join)
                .hasMessageContaining("WebSocketHandshakeException");
        assertThatThrownBy(browser.open("/socket/nothing", "http://" + browser.host(), browser.key, nobody)::join)
                .hasMessageContaining("WebSocketHandshakeException");
    }

    @Test
    void thereAreSoManySocketsAndNoMore() throws Exception {
        for (int i = 0; i < OpenSockets.MAX_SOCKETS; i++) {
            if (i % OpenSockets.MAX_OF_SESSION == 0) {
                browser = new Browser(server);
                browser.logIn(token("read-only"));
            }
            browser.open("/socket/live").next();
        }
        Browser other = new Browser(server);
        other.logIn(token("full"));
        assertThat(other.open("/socket/live").closed.get(10, TimeUnit.SECONDS)).contains("too many");
    }

    @Test
    void oneSessionLeavesSocketsToTheOthers() throws Exception {
        browser.logIn(token("read-only"));
        for (int i = 0; i < OpenSockets.MAX_OF_SESSION; i++) {
            browser.open("/socket/live").next();
        }
        assertThat(browser.open("/socket/live").closed.get(10, TimeUnit.SECONDS))
                .contains("too many");
        Browser other = new Browser(server);
        other.logIn(token("full"));
        assertThat(other.open("/socket/live").next()).contains("1/console/1");
    }

    /** Whoever pings and reads nothing is not read either: nothing gathers here but in the sockets' own buffers. */
    @Test
    void pingsOfABrowserThatDoesNotReadAreNotTakenWithoutEnd() throws Exception {
        browser.logIn(token("read-only"));
        try (SocketChannel flood = openByHand("/socket/live")) {
            byte[] ping = new byte[6 + LONGEST_PING];
            ping[0] = (byte) 0x89;
            ping[1] = (byte) (0x80 | LONGEST_PING);
            ByteBuffer pings = ByteBuffer.allocate(500 * ping.length);
            while (pings.hasRemaining()) {
                pings.put(ping);
            }
            flood.configureBlocking(false);
            long[] taken = {0};
            await().atMost(20, TimeUnit.SECONDS).during(1, TimeUnit.SECONDS).until(() -> {
                long before = taken[0];
                for (int count = 1; count > 0 && taken[0] < MUCH; taken[0] += count) {
                    if (!pings.hasRemaining()) {
                        pings.rewind();
                    }
                    count = flood.write(pings);
                }
                return taken[0] == before;
            });
            assertThat(taken[0]).isLessThan(MUCH);
        }
    }

    /** The browser does not answer the end of the socket, which ends all the same. */
    @Test
    void afterALogoutASocketDoesNothingMoreWhateverTheBrowserDoes() throws Exception {
        browser.logIn(token("full"));
        try (SocketChannel stubborn = openByHand("/socket/live")) {
            await().untilAsserted(() -> assertThat(liveThreads()).hasSize(1));
            assertThat(stubborn.isOpen()).isTrue();
            browser.post("/api/logout", "");
            await().untilAsserted(() -> assertThat(liveThreads()).isEmpty());
        }
    }

    @Test
    void devicesAreAskedOnceForAllPagesHoweverOftenAGuestChangesThem() throws Exception {
        browser.logIn(token("read-only"));
        for (int i = 0; i < OpenSockets.MAX_OF_SESSION; i++) {
            browser.open("/socket/live").next();
        }
        int asked = core.asked.get();
        long began = System.nanoTime();
        await().atMost(20, TimeUnit.SECONDS).until(() -> {
            core.tell(FakeDevices.event("1/console/1"));
            return core.asked.get() - asked >= 4;
        });
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isGreaterThan(1400);
    }

    /** The browser reads nothing: its thread waits, and what tells of changes does not. */
    @Test
    void aBrowserThatDoesNotReadHoldsNobodyUp() throws Exception {
        browser.logIn(token("read-only"));
        try (SocketChannel slow = openByHand("/socket/live")) {
            for (int i = 0; i < 5000; i++) {
                core.devices.add(FakeDevices.connected("2/echo/" + i, "x".repeat(2000)));
            }
            await().untilAsserted(() -> assertThat(core.listeners).isNotEmpty());
            await().untilAsserted(() -> assertThat(liveThreads().get(0).getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("send")));
            long before = System.nanoTime();
            for (int i = 0; i < 10_000; i++) {
                core.tell(FakeDevices.event("2/echo/1"));
            }
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before))
                    .isLessThan(2000);
            Browser.PageLink other = browser.open("/socket/live");
            assertThat(other.next()).contains("1/console/1");
        }
        await().untilAsserted(() -> assertThat(liveThreads()).hasSizeLessThanOrEqualTo(1));
    }

    /** A WebSocket whose frames the test makes itself. */
    private SocketChannel openByHand(String path) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", browser.port));
        channel.write(StandardCharsets.US_ASCII.encode("GET " + path + " HTTP/1.1\r\nHost: " + browser.host()
                + "\r\nOrigin: http://" + browser.host() + "\r\nCookie: " + browser.cookie()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: xenbay, " + browser.key
                + "\r\n\r\n"));
        return channel;
    }

    private static List<Thread> liveThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("xenbay-web-live"))
                .toList();
    }
}
