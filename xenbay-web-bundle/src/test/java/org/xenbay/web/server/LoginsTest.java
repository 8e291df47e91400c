// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.web.access.LoginCodes;
import org.xenbay.web.host.HostServices;
import org.xenbay.web.host.LogLines;

@Timeout(60)
class LoginsTest {

    private static final String TYPED = "abcdefghijklmnopqrstuvwxyz";

    @TempDir
    Path folder;

    private final LogLines log = new LogLines();
    private final LoginCodes codes = new LoginCodes(System::nanoTime);
    private PageServer server;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        PageFolder own = new PageFolder(folder);
        server = PageServer.start(own.loopback(), own.page(new HostServices(), codes, log));
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

    private String full() throws IOException {
        return token("full");
    }

    private void fail(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(browser.logIn("wrong").status()).isEqualTo(403);
        }
    }

    private List<String> lines(String text) {
        return log.lines().stream()
                .map(Object::toString)
                .filter(line -> line.contains(text))
                .toList();
    }

    @Test
    void whatCannotBeDecodedIsAFailedLoginAndTheLogSaysSoOnce() throws IOException {
        for (int i = 0; i < 5; i++) {
            assertThat(browser.logIn("%").status()).isEqualTo(400);
        }
        assertThat(browser.logIn("wrong").status()).isEqualTo(429);
        assertThat(lines("level=error")).isEmpty();
        assertThat(lines("was refused")).hasSize(1);
    }

    @Test
    void inThePauseTheRightTokenLogsInAndACodeToo() throws IOException {
        fail(5);
        assertThat(browser.post("/login", "code=" + codes.make()).status()).isEqualTo(200);
        fail(5);
        assertThat(browser.logIn("x" + full()).status()).isEqualTo(429);
        assertThat(browser.logIn(full()).status()).isEqualTo(200);
    }

    @Test
    void inThePauseATokenThatCouldBeGuessedWaits() throws IOException {
        Files.writeString(folder.resolve("tokens"), "full " + TYPED + "\n");
        fail(5);
        assertThat(browser.logIn(TYPED).status()).isEqualTo(429);
    }

    @Test
    void whoMayOnlyLookDoesNotMakeFailuresForgotten() throws IOException {
        fail(4);
        assertThat(browser.logIn(token("read-only")).status()).isEqualTo(200);
        fail(1);
        assertThat(browser.logIn("wrong").status()).isEqualTo(429);
    }

    @Test
    void aFileOfTokensThatCannotBeUsedIsInTheLogOnce() throws IOException {
        Files.setPosixFilePermissions(folder.resolve("tokens"), PosixFilePermissions.fromString("rw-r--r--"));
        for (int i = 0; i < 3; i++) {
            assertThat(browser.logIn("wrong").status()).isEqualTo(500);
        }
        assertThat(lines("chmod 600")).hasSize(1);
    }

    /** Two tunnels to two hosts end at two ports of the browser's machine, which has the cookies of both. */
    @Test
    void theCookieIsNamedAfterThePortThatTheBrowserUses() throws IOException {
        String body = "token=" + full();
        assertThat(browser.ask("POST", "/login", body, "Host: localhost:8006").header("Set-Cookie"))
                .startsWith("xenbay-8006=");
        Browser.Answer login = browser.ask("POST", "/login", body, "Host: localhost");
        assertThat(login.header("Set-Cookie")).startsWith("xenbay=");
        String cookie = "Cookie: xenbay-8006=other; xenbay="
                + login.header("Set-Cookie").replaceFirst("xenbay=([^;]*);.*", "$1");
        assertThat(browser.ask("GET", "/page.js", "", "Host: localhost", cookie).status())
                .isEqualTo(200);
        assertThat(browser.ask("GET", "/page.js", "", "Host: localhost:8006", cookie)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void thoseWhoConnectDoNotFillTheLog() {
        Logger limit = Logger.getLogger(NetworkConnectionLimit.class.getName());
        assertThat(limit.isLoggable(Level.INFO)).isFalse();
    }
}
