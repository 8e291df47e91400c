// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a daemon's page in a genuine Chromium. */
abstract class OpenPage extends InstalledDaemon {

    static final String ENTER = "\uE007";

    private static final Pattern ADDRESS = Pattern.compile("page: (http://\\S+/)");

    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path profile;

    /** Starts a daemon, whose demonstration guest is served then. */
    String address() throws Exception {
        assumeTrue(Chromium.isInstalled(), "chromedriver is missing (Debian packages chromium and chromium-driver)");
        startedDaemon();
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(xenbay.command("page").out()).containsPattern(ADDRESS));
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(xenbay.command("devices").out().split("served, all is well"))
                        .hasSize(5));
        Matcher address = ADDRESS.matcher(xenbay.command("page").out());
        assertThat(address.find()).isTrue();
        return address.group(1);
    }

    private String token(String access) throws IOException {
        return Files.readAllLines(xenbay.run().resolve("web/tokens")).stream()
                .filter(line -> line.startsWith(access + " "))
                .map(line -> line.substring(access.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    /** Opens the page, where somebody who has no session logs in, and types a wrong token. */
    static void openLogin(Chromium browser, String address) throws Exception {
        browser.open(address);
        browser.awaitTrue("location.pathname == '/login' && document.activeElement.id == 'token'");
        browser.type("nonsense" + ENTER);
        browser.awaitTrue("document.getElementById('refusal').textContent.includes('none of the tokens')");
    }

    /** Types the right token, and waits for the devices. */
    void logIn(Chromium browser, String access) throws Exception {
        browser.type(token(access) + ENTER);
        browser.awaitTrue("document.querySelectorAll('tr[data-id]').length == 4");
    }
}
