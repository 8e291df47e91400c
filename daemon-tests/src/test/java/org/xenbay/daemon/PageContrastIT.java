// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each text of the page can be told from its background, in light and in dark, in a wide window and in a narrow one. */
class PageContrastIT extends OpenPage {

    private static final List<String> SCHEMES = List.of("light", "dark");
    private static final List<Integer> WIDTHS = List.of(1280, 400);

    /** All that a device can be, not only what those of the demonstration are. */
    private static final String EACH_HEALTH = """
            document.querySelector('.status').parentElement.append(...['well', 'waits', 'troubled', 'stuck', 'failed'].map((each) =>
                Object.assign(document.createElement('span'), { className: 'health ' + each, textContent: each })));
            """;

    private static final String EACH_SEVERITY = """
            document.querySelector('.judgement').append(...['ok', 'unknown', 'warning', 'critical'].flatMap((each) =>
                ['health ', 'badge '].map((kind) =>
                    Object.assign(document.createElement('span'), { className: kind + each, textContent: each }))));
            """;

    private static final String EACH_LEVEL = """
            document.querySelector('.log').append(...['warning', 'error'].map((each) =>
                Object.assign(document.createElement('li'), { className: each, textContent: each })));
            """;

    private static final String REFUSAL = """
            (document.querySelector('dialog .refusal') ?? document.querySelector('main').appendChild(
                Object.assign(document.createElement('p'), { className: 'refusal' }))).textContent = 'refused';
            """;

    private static final String LOST = "document.body.classList.add('lost');";
    private static final String NEWS = "document.getElementById('news').textContent = '1/vkbd/1 has come';";
    private static final String BUSY = "document.querySelector('dialog button.main').disabled = true;";
    private static final String SKIP = "document.getElementById('skip').focus();";

    private final List<String> faint = new ArrayList<>();
    private Chromium browser;
    private String script;
    /** Scheme and width of the window. */
    private String now = "";

    @Test
    void eachTextHasEnoughContrast() throws Exception {
        script = script();
        String address = address();
        try (Chromium opened = Chromium.start(profile)) {
            browser = opened;
            eachLook(() -> {
                openLogin(browser, address);
                look("login", "");
            });
            logIn(browser, "full");
            eachLook(() -> {
                views();
                dialogs();
            });
        }
        assertThat(faint).isEmpty();
    }

    private static String script() throws IOException {
        try (InputStream in = PageContrastIT.class.getResourceAsStream("contrast.js")) {
            String text = new String(
                    Objects.requireNonNull(in, "contrast.js is missing").readAllBytes(), StandardCharsets.UTF_8);
            return text.substring(text.indexOf("(() =>")).strip();
        }
    }

    private interface Visit {
        void run() throws Exception;
    }

    private void eachLook(Visit visit) throws Exception {
        for (String scheme : SCHEMES) {
            browser.devTools(
                    "Emulation.setEmulatedMedia",
                    "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]}");
            for (int width : WIDTHS) {
                browser.devTools(
                        "Emulation.setDeviceMetricsOverride",
                        "{\"width\":" + width + ",\"height\":860,\"deviceScaleFactor\":1,\"mobile\":false}");
                now = scheme + " " + width + " ";
                visit.run();
            }
        }
    }

    private void views() throws Exception {
        view("devices", "document.querySelectorAll('tr[data-id]').length == 4", EACH_HEALTH + NEWS + REFUSAL);
        look("devices, lost", LOST);
        look("devices, skipping", SKIP);
        view("device/1/console/1", "document.querySelector('.explain') && document.querySelector('figure')", REFUSAL);
        view("console/1/console/1", "document.querySelector('.xterm-rows')?.innerText.includes('demo#')", "");
        view("screen/1/vfb/0", "document.querySelector('.screen[data-connected]')", "");
        view("health", "document.querySelectorAll('td').length > 20", EACH_SEVERITY);
        view("host", "document.querySelector('.facts')", "");
        view("bundles", "document.querySelectorAll('td').length > 20", "");
        view("settings", "document.querySelectorAll('td').length > 20", REFUSAL);
        view("log", "document.querySelector('.log li')", EACH_LEVEL);
    }

    private void view(String name, String shown, String change) throws Exception {
        browser.eval("location.hash = '#/" + name + "'");
        browser.awaitTrue("document.querySelector('main h1') && " + shown);
        look(name, change);
    }

    private void dialogs() throws Exception {
        dialog("devices", "main .heading button", "Attach");
        dialog("device/1/console/1", "main .heading button", "Detach");
        dialog("bundles", "[aria-label=\"Update org.xenbay.backend.console\"]", "Update");
    }

    private void dialog(String view, String button, String title) throws Exception {
        browser.eval("location.hash = '#/" + view + "'");
        browser.awaitTrue("document.querySelector('" + button + "')?.textContent.startsWith('" + title + "')");
        browser.eval("document.querySelector('" + button + "').click()");
        browser.awaitTrue("document.querySelector('dialog[open]')");
        look("dialog " + title, REFUSAL);
        look("dialog " + title + ", busy", BUSY);
        browser.eval("document.querySelector('dialog').close()");
    }

    /** Looks at all texts, in the same moment as something is changed, so that the page does not change it back. */
    private void look(String what, String change) throws Exception {
        List<String> found = browser.eval("(() => { " + change + " return " + script + "; })()")
                .lines()
                .toList();
        assertThat(Integer.parseInt(found.get(0))).as("texts of " + now + what).isGreaterThan(3);
        found.stream().skip(1).map(line -> now + what + ": " + line).forEach(faint::add);
    }
}
