// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of a host in a genuine Chromium, as a person uses it. */
class PageIT extends OpenPage {

    @Test
    void aPersonLogsInWatchesDevicesTypesIntoAConsoleAndPlaysOnAScreen() throws Exception {
        String address = address();
        try (Chromium browser = Chromium.start(profile)) {
            openLogin(browser, address);
            logIn(browser, "full");
            browser.resize(1000, 620);
            picture(browser, "page-devices");
            theHeadSaysHowTheHostIs(browser);
            aDeviceComesAndGoes(browser);
            aConsoleEchoesWhatIsTyped(browser);
            aScreenShowsWhatKeysAndPointerDo(browser);
            aBackendIsUpdated(browser);
            aBundleIsDeployed(browser);
        }
    }

    private void aDeviceComesAndGoes(Chromium browser) throws Exception {
        assertThat(xenbay.command("attach", "1/vkbd/5").exit()).isZero();
        browser.awaitTrue("document.querySelector('tr[data-id=\"1/vkbd/5\"]')");
        browser.awaitTrue("document.getElementById('summary').textContent == '5 devices, 5 well'");
        assertThat(xenbay.command("detach", "--force", "1/vkbd/5").exit()).isZero();
        browser.awaitTrue("!document.querySelector('tr[data-id=\"1/vkbd/5\"]')");
    }

    /** The demonstration has all that a host needs, but perhaps not the space of one. */
    private static void theHeadSaysHowTheHostIs(Chromium browser) throws Exception {
        String badge = "document.getElementById('health')";
        browser.awaitTrue("['OK', 'WARNING'].includes(" + badge + ".lastElementChild.textContent)");
        browser.eval(badge + ".click()");
        browser.awaitTrue(
                "document.title == 'Xenbay: Health' && document.querySelectorAll('main tbody tr').length > 7");
        browser.awaitTrue("document.querySelector('main tbody').innerText.includes('XenStore answers')");
        browser.eval("location.hash = '#/devices'");
        browser.awaitTrue("document.querySelector('tr[data-id]')");
    }

    private void aConsoleEchoesWhatIsTyped(Chromium browser) throws Exception {
        browser.eval("document.querySelector('a[href=\"#/console/1/console/1\"]').click()");
        String text = "document.querySelector('.xterm-rows')?.innerText.replaceAll('\\u00a0', ' ')";
        browser.awaitTrue(text + "?.includes('demo#')");
        browser.type("uptime" + ENTER);
        browser.awaitTrue(text + ".includes('demo# uptime') && /up 00:/.test(" + text + ")");
    }

    private void aScreenShowsWhatKeysAndPointerDo(Chromium browser) throws Exception {
        browser.eval("location.hash = '#/screen/1/vfb/0'");
        browser.awaitTrue("document.querySelector('.screen').dataset.connected");
        String sky = pixel(400, 10);
        // The lighthouse, whose lamp is at about 688, 240, shines at the pointer by night: here when that is at 100,
        // 100.
        String beam = pixel(394, 170);
        browser.awaitTrue("!/^0,0,0/.test(" + sky + ")");
        String day = browser.eval(sky);
        String dayBeam = browser.eval(beam);
        browser.type(" ");
        browser.awaitTrue(sky + " != '" + day + "' && " + beam + " != '" + dayBeam + "'");
        String dark = browser.eval(beam);
        browser.click(onCanvas(browser, "left + r.width / 8"), onCanvas(browser, "top + r.height / 6"));
        browser.awaitTrue(beam + " != '" + dark + "'");
        picture(browser, "page-screen");
    }

    /** The colour of a pixel of the guest's screen. */
    private static String pixel(int x, int y) {
        return "document.querySelector('.screen canvas').getContext('2d').getImageData(" + x + ", " + y
                + ", 1, 1).data.slice(0, 3)";
    }

    /** docs/pictures/make asks for pictures; tests do not. */
    private static void picture(Chromium browser, String name) throws Exception {
        String folder = System.getProperty("page.pictures", "");
        if (!folder.isEmpty()) {
            browser.screenshot(Path.of(folder, name + ".png"));
        }
    }

    private static int onCanvas(Chromium browser, String expression) throws Exception {
        return Integer.parseInt(browser.eval("(r => Math.round(r." + expression
                + "))(document.querySelector('.screen canvas').getBoundingClientRect())"));
    }

    private void aBackendIsUpdated(Chromium browser) throws Exception {
        browser.eval("location.hash = '#/bundles'");
        browser.awaitTrue("document.querySelector('[aria-label=\"Update org.xenbay.backend.console\"]')");
        browser.eval("document.querySelector('[aria-label=\"Update org.xenbay.backend.console\"]').click()");
        browser.choose("#jar", xenbay.home().resolve("deploy/console-backend-bundle.jar"));
        browser.eval("document.querySelector('dialog button.main').click()");
        browser.awaitTrue("document.querySelector('.plan')?.innerText.includes('1/console/1')");
        browser.eval("document.querySelector('dialog button.main').click()");
        browser.awaitTrue("/1\\/console\\/1\\s+[0-9.]+ ms/.test(document.querySelector('.report')?.innerText)");
        picture(browser, "page-update");
    }

    private void aBundleIsDeployed(Chromium browser) throws Exception {
        browser.eval("document.querySelector('dialog button.main').click()");
        browser.awaitTrue("!document.querySelector('dialog')");
        browser.eval("document.querySelector('#deploy').click()");
        browser.choose("#jar", Path.of(System.getProperty("xenbay.echo.jar")));
        browser.eval("document.querySelector('dialog button.main').click()");
        browser.awaitTrue("document.querySelector('dialog [role=status]')?.innerText.includes('serves echo')");
        browser.eval("document.querySelector('dialog button.main').click()");
        browser.awaitTrue("document.querySelector('table').innerText.includes('echo')");
    }

    @Test
    void whoMayOnlyLookAttachesNothingAndANarrowWindowDoesNotScrollSideways() throws Exception {
        String address = address();
        try (Chromium browser = Chromium.start(profile)) {
            openLogin(browser, address);
            logIn(browser, "read-only");
            assertThat(browser.eval("[...document.querySelectorAll('main button')].length"))
                    .isEqualTo("0");
            browser.eval(
                    "window.answer = fetch('/api/attach', {method: 'POST', body: 'id=1/vkbd/6', "
                            + "headers: {'X-Xenbay-Key': localStorage.getItem('xenbay-key')}}).then(a => window.status2 = a.status)");
            browser.awaitTrue("window.status2 == 403");
            browser.resize(400, 860);
            for (String view : List.of(
                    "devices",
                    "device/1/vfb/0",
                    "console/1/console/1",
                    "screen/1/vfb/0",
                    "health",
                    "host",
                    "bundles",
                    "settings",
                    "log")) {
                browser.eval("location.hash = '#/" + view + "'");
                browser.awaitTrue("document.querySelector('main h1') && document.title.startsWith('Xenbay: ')");
                browser.awaitTrue(
                        "document.querySelector('td, .facts, .log li, .xterm-rows, .screen[data-connected]')");
                assertThat(browser.eval("document.documentElement.scrollWidth <= innerWidth"))
                        .as(view)
                        .isEqualTo("true");
                picture(browser, "page-narrow-" + view.replaceAll("/.*", ""));
            }
        }
        assertThat(xenbay.command("device", "1/vkbd/6").exit()).isEqualTo(1);
    }
}
