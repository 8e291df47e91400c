// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The page for somebody who has a keyboard and no pointer. */
class PageKeyboardIT extends OpenPage {

    private static final String TAB = "\uE004";
    private static final String SHIFT = "\uE008";
    private static final String CONTROL = "\uE009";

    /** More places than any view has from its beginning to its end. */
    private static final int MAX_PLACES = 60;

    /** Where the keys go is outlined, or what is around it, and that is in the window. */
    private static final String OUTLINED = """
            (() => {
                for (let each = document.activeElement; each; each = each.parentElement) {
                    const style = getComputedStyle(each);
                    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                        && each.checkVisibility({ opacityProperty: true, visibilityProperty: true })) {
                        const place = each.getBoundingClientRect();
                        return place.width > 0 && place.right > 0 && place.left < innerWidth
                            && place.height > 0 && place.bottom > 0 && place.top < innerHeight;
                    }
                }
                return false;
            })()""";

    /** A pixel of the sky over the bay. */
    private static final String SKY = "document.querySelector('.screen canvas').getContext('2d')"
            + ".getImageData(400, 10, 1, 1).data.slice(0, 3).toString()";

    private Chromium browser;

    @Test
    void aPersonWithAKeyboardReachesAllAndComesOutOfConsolesAndScreensAgain() throws Exception {
        String address = address();
        try (Chromium opened = Chromium.start(profile)) {
            browser = opened;
            openLogin(browser, address);
            assertOutlined();
            logIn(browser, "full");
            go("a[href=\"#/device/1/console/1\"]");
            browser.awaitTrue("document.activeElement.id == 'main' && document.querySelector('.explain')");
            aConsole();
            aScreen();
            logOut();
        }
    }

    @Test
    void aScreenThatIsConnectedAgainTakesTheKeyboardOnlyFromNobody() throws Exception {
        String address = address();
        try (Chromium opened = Chromium.start(profile)) {
            browser = opened;
            openLogin(browser, address);
            logIn(browser, "full");
            browser.eval("(window.sockets = [], window.WebSocket = new Proxy(WebSocket, { construct(type, all) {"
                    + " const made = new type(...all); if (made.url.includes('/screen')) sockets.push(made);"
                    + " return made; } }))");
            browser.eval("location.hash = '#/screen/1/vfb/0'");
            awaitConnection(1);
            browser.eval("sockets.at(-1).close()");
            awaitConnection(2);
            assertThat(browser.eval("document.activeElement.tagName")).isEqualTo("CANVAS");
            browser.strike(CONTROL, "]");
            browser.awaitTrue("document.activeElement.textContent == 'Leave'");
            browser.eval("sockets.at(-1).close()");
            awaitConnection(3);
            assertThat(browser.eval("document.activeElement.textContent")).isEqualTo("Leave");
        }
    }

    /** @param number of the connection: the screen's, since it was opened */
    private void awaitConnection(int number) {
        browser.awaitTrue("sockets.length == " + number + " && document.querySelector('.screen').dataset.connected");
    }

    private void aConsole() throws Exception {
        go("a[href=\"#/console/1/console/1\"]");
        String text = "document.querySelector('.xterm-rows')?.innerText.replaceAll('\\u00a0', ' ')";
        browser.awaitTrue(text + "?.includes('demo#')");
        assertOutlined();
        browser.type("uptime" + ENTER);
        browser.awaitTrue(text + ".includes('demo# uptime') && /up 00:/.test(" + text + ")");
        leave("#/device/1/console/1");
    }

    private void aScreen() throws Exception {
        goBack("a[data-view=devices]");
        browser.awaitTrue("document.querySelector('tr[data-id]')");
        go("a[href=\"#/screen/1/vfb/0\"]");
        browser.awaitTrue("document.querySelector('.screen').dataset.connected");
        assertOutlined();
        browser.awaitTrue("!/^0,0,0/.test(" + SKY + ")");
        dayAndNight();
        browser.strike(CONTROL, "]");
        browser.awaitTrue("document.activeElement.textContent == 'Leave'");
        await("the guest's control key is up")
                .atMost(TIMEOUT)
                .untilAsserted(() ->
                        assertThat(xenbay.command("device", "1/vkbd/0").out()).contains("keys held: 0"));
        browser.strike(TAB);
        browser.awaitTrue("document.activeElement.tagName == 'CANVAS'");
        assertOutlined();
        dayAndNight();
        leave("#/device/1/vfb/0");
    }

    private void dayAndNight() throws Exception {
        String before = browser.eval(SKY);
        browser.type(" ");
        browser.awaitTrue(SKY + " != '" + before + "'");
    }

    /** Out of a console or a screen, and to its device. */
    private void leave(String where) throws Exception {
        browser.strike(CONTROL, "]");
        browser.awaitTrue("document.activeElement.textContent == 'Leave'");
        assertOutlined();
        browser.strike(ENTER);
        browser.awaitTrue("location.hash == '" + where + "' && document.activeElement.id == 'main'");
    }

    private void logOut() throws Exception {
        goBack("#logout");
        browser.awaitTrue("location.pathname == '/login' && document.activeElement.id == 'token'");
    }

    private void go(String selector) throws Exception {
        follow(selector, TAB);
    }

    private void goBack(String selector) throws Exception {
        follow(selector, SHIFT, TAB);
    }

    /** Strikes keys until the keyboard's place is there, each one outlined on the way; then follows it. */
    private void follow(String selector, String... keys) throws Exception {
        String there = "document.activeElement.matches('" + selector + "')";
        browser.awaitTrue("document.querySelector('" + selector + "')");
        for (int places = 0; !browser.eval(there).equals("true"); places++) {
            assertThat(places).as("places on the way to " + selector).isLessThan(MAX_PLACES);
            browser.strike(keys);
            if (!browser.eval("document.activeElement == document.body").equals("true")) {
                assertOutlined();
            }
        }
        browser.strike(ENTER);
    }

    private void assertOutlined() throws Exception {
        assertThat(browser.eval(OUTLINED)).as(() -> "outlined: " + where()).isEqualTo("true");
    }

    private String where() {
        try {
            return browser.eval("location.href + ' ' + document.activeElement.outerHTML.slice(0, 300)");
        } catch (IOException | InterruptedException gone) {
            return gone.toString();
        }
    }
}
