// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.management.HealthReport;
import org.xenbay.api.management.HealthReport.Finding;
import org.xenbay.api.management.HealthReport.Severity;
import org.xenbay.api.management.Monitoring;
import org.xenbay.api.management.testing.FakeCore;
import org.xenbay.api.management.testing.FakeDevices;
import org.xenbay.web.host.HostServices;
import org.xenbay.web.host.LogLines;

/** Who watches the host: pages its health, and monitoring systems what is measured. */
@Timeout(60)
class MonitoringTest {

    private static final HealthReport WELL =
            HealthReport.of(List.of(new Finding("devices", Severity.OK, "devices: 1, of them 1 well")));
    private static final HealthReport BAD = HealthReport.of(List.of(
            new Finding("devices", Severity.OK, "devices: 1, of them 1 well"),
            new Finding("keeper", Severity.WARNING, "no process keeps <b>open</b> files")));

    @TempDir
    Path folder;

    private final HostServices services = new HostServices();
    private final LogLines log = new LogLines();
    private final FakeMonitoring monitoring = new FakeMonitoring();
    private final FakeCore core = new FakeCore();
    private PageServer server;
    private Browser browser;

    /** Finds what a test wants. */
    private static final class FakeMonitoring implements Monitoring {
        private final AtomicInteger checks = new AtomicInteger();
        private volatile HealthReport report = WELL;
        private volatile String text = "# EOF";
        private volatile CountDownLatch gate = new CountDownLatch(0);

        @Override
        public HealthReport health() throws InterruptedException {
            checks.incrementAndGet();
            gate.await();
            return report;
        }

        @Override
        public String metrics() {
            if (text.isEmpty()) {
                throw new IllegalStateException("the core is not running");
            }
            return text;
        }
    }

    @BeforeEach
    void start() throws IOException {
        services.bindMonitoring(monitoring);
        services.bindAdmin(core);
        core.devices.add(FakeDevices.connected("1/console/1", "demo"));
        server = server(services);
        browser = new Browser(server);
    }

    private PageServer server(HostServices used) throws IOException {
        PageFolder own = new PageFolder(folder);
        return PageServer.start(own.config("127.0.0.1", own.socket(), null), own.page(used, log));
    }

    @AfterEach
    void stop() {
        monitoring.gate.countDown();
        server.close();
        log.close();
    }

    private String token(String access) throws IOException {
        return new PageFolder(folder).token(access);
    }

    private Browser.Answer scrape(String authorization) throws IOException {
        return browser.ask("GET", "/metrics", "", "Host: " + browser.host(), "Authorization: " + authorization);
    }

    @Test
    void aScraperBringsAReadOnlyTokenAndGetsTheSameText() throws IOException {
        monitoring.text = "# HELP xenbay_é \u2026\n# EOF";
        Browser.Answer answer = scrape("Bearer " + token("read-only"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type"))
                .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(answer.body()).isEqualTo("# HELP xenbay_é \u2026\n# EOF\n");
        assertThat(answer.header("Set-Cookie")).isEmpty();
        assertThat(scrape("bearer  " + token("full")).status()).isEqualTo(200);
    }

    @Test
    void theUnixSocketAnswersAsTheOneOfTcpDoes() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(folder.resolve("web/page.sock")));
            channel.write(StandardCharsets.US_ASCII.encode(
                    "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token("read-only")
                            + "\r\nConnection: close\r\n\r\n"));
            String all = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all).startsWith("HTTP/1.1 200").endsWith("# EOF\n");
        }
    }

    @Test
    void withoutATokenNothingIsMeasured() throws IOException {
        browser.logIn(token("full"));
        Browser.Answer cookie = browser.get("/metrics");
        assertThat(cookie.status()).isEqualTo(401);
        assertThat(cookie.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"xenbay\"");
        assertThat(cookie.body()).doesNotContain("EOF");
        assertThat(scrape("Basic " + token("full")).status()).isEqualTo(401);
        assertThat(browser.ask("POST", "/metrics", "", "Host: " + browser.host())
                        .status())
                .isNotEqualTo(200);
        assertThat(browser.ask("GET", "/metrics", "", "Host: evil.example", "Authorization: Bearer " + token("full"))
                        .status())
                .isEqualTo(403);
    }

    /** Guesses count together with those of logins; what nobody guesses counts nevertheless. */
    @Test
    void whoeverGuessesTokensHasToWait() throws IOException {
        for (int i = 0; i < 5; i++) {
            assertThat(scrape("Bearer guess").status()).isEqualTo(401);
        }
        assertThat(scrape("Bearer guess").status()).isEqualTo(429);
        assertThat(browser.logIn("wrong").status()).isEqualTo(429);
        assertThat(scrape("Bearer " + token("read-only")).status()).isEqualTo(200);
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        monitoring.text = "";
        Browser.Answer answer = scrape("Bearer " + token("read-only"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("the core is not running");
        HostServices none = new HostServices();
        Files.delete(folder.resolve("web/page.sock"));
        try (PageServer without = server(none)) {
            Browser other = new Browser(without);
            assertThat(other.ask(
                                    "GET",
                                    "/metrics",
                                    "",
                                    "Host: " + other.host(),
                                    "Authorization: Bearer " + token("read-only"))
                            .body())
                    .contains("org.xenbay.shell is not running");
            other.logIn(token("read-only"));
            assertThat(other.get("/api/health").body())
                    .contains("\"severity\":\"UNKNOWN\"", "org.xenbay.shell is not running");
        }
    }

    /** A large text waits for a slow reader only so many times. */
    @Test
    void slowScrapersGetNoMoreMemoryThanForAFewAnswers() throws Exception {
        monitoring.text = "x".repeat(32 << 20);
        List<SocketChannel> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", browser.port));
                slow.add(channel);
                channel.write(StandardCharsets.US_ASCII.encode("GET /metrics HTTP/1.1\r\nHost: " + browser.host()
                        + "\r\nAuthorization: Bearer " + token("read-only") + "\r\n\r\n"));
                ByteBuffer first = ByteBuffer.allocate(8);
                channel.read(first);
                assertThat(new String(first.array(), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1");
            }
            assertThat(scrape("Bearer " + token("read-only")).status()).isEqualTo(503);
        } finally {
            for (SocketChannel channel : slow) {
                channel.close();
            }
        }
        monitoring.text = "# EOF";
        await().until(() -> scrape("Bearer " + token("read-only")).status() == 200);
    }

    @Test
    void thePageIsToldHowTheHostIsAndWhatTheChecksHaveFound() throws Exception {
        browser.logIn(token("read-only"));
        assertThat(browser.get("/api/health").body())
                .isEqualTo(
                        "{\"severity\":\"OK\",\"line\":\"devices: 1, of them 1 well\",\"findings\":[{\"check\":\"devices\","
                                + "\"severity\":\"OK\",\"text\":\"devices: 1, of them 1 well\"}]}");
        Browser.PageLink link = browser.open("/socket/live");
        assertThat(link.next()).contains("\"health\":{\"severity\":\"OK\",\"line\":\"devices: 1, of them 1 well\"}");
        monitoring.report = BAD;
        await().atMost(20, TimeUnit.SECONDS)
                .until(
                        () -> link.next()
                                .contains(
                                        "\"health\":{\"severity\":\"WARNING\",\"line\":\"no process keeps <b>open</b> files\"}"));
    }

    /** A check may hang for seconds: pages are told of devices meanwhile, and one check is made however many ask. */
    @Test
    void checksThatHangHoldNoPageUpAndAreMadeOnceForAllPages() throws Exception {
        monitoring.gate = new CountDownLatch(1);
        browser.logIn(token("read-only"));
        List<Browser.PageLink> links = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            links.add(browser.open("/socket/live"));
            assertThat(links.get(i).next()).contains("1/console/1", "\"health\":{}");
        }
        assertThat(monitoring.checks).hasValue(1);
        monitoring.gate.countDown();
        for (Browser.PageLink link : links) {
            await().atMost(20, TimeUnit.SECONDS).until(() -> link.next().contains("\"health\":{\"severity\":\"OK\""));
        }
    }

    @Test
    void withoutASessionHealthIsNotTold() throws IOException {
        assertThat(browser.get("/api/health").status()).isEqualTo(401);
        assertThat(monitoring.checks).hasValue(0);
    }
}
