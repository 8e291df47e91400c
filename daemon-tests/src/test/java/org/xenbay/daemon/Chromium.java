// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A genuine Chromium, driven by the W3C's WebDriver protocol. It ends with its driver. */
final class Chromium implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final Pattern SESSION = Pattern.compile("\"sessionId\":\"([^\"]+)\"");
    private static final String OPTIONS = """
            {"capabilities":{"alwaysMatch":{"goog:chromeOptions":{"args":["--headless","--no-sandbox","--disable-gpu",\
            "--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync",\
            "--hide-scrollbars","--user-data-dir=%s"]}}}}""";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process driver;
    private final Path folder;
    private String base = "";

    private Chromium(Process driver, Path folder) {
        this.driver = driver;
        this.folder = folder;
    }

    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/chromedriver")) && Files.isExecutable(Path.of("/usr/bin/chromium"));
    }

    /** @param folder for its profile and its log; may be removed when it is closed */
    static Chromium start(Path folder) throws Exception {
        Files.createDirectories(folder);
        Path log = folder.resolve("driver.log");
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/chromedriver", "--port=0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("TMPDIR", folder.toString());
        Chromium browser = new Chromium(builder.start(), folder);
        try {
            browser.connect(log);
            return browser;
        } catch (Exception | AssertionError failed) {
            browser.close();
            throw failed;
        }
    }

    private void connect(Path log) throws Exception {
        await().atMost(TIMEOUT)
                .until(() ->
                        !driver.isAlive() || PORT.matcher(Files.readString(log)).find());
        Matcher port = PORT.matcher(Files.readString(log));
        assertThat(port.find()).as(Files.readString(log)).isTrue();
        base = "http://127.0.0.1:" + port.group(1) + "/session";
        Matcher session = SESSION.matcher(post("", OPTIONS.formatted(folder.resolve("profile"))));
        assertThat(session.find()).isTrue();
        base += "/" + session.group(1);
    }

    private String post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    void open(String url) throws IOException, InterruptedException {
        post("/url", "{\"url\":\"" + url + "\"}");
    }

    void resize(int width, int height) throws IOException, InterruptedException {
        post("/window/rect", "{\"width\":" + width + ",\"height\":" + height + "}");
    }

    /** @return the text of what a line of JavaScript gives */
    String eval(String expression) throws IOException, InterruptedException {
        String script = "return encodeURIComponent(String(" + expression + "))";
        String answer = post("/execute/sync", "{\"args\":[],\"script\":\"" + escaped(script) + "\"}");
        String text = answer.substring(answer.indexOf(":\"") + 2, answer.lastIndexOf('"'));
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** Waits until a line of JavaScript gives something that counts as true. */
    void awaitTrue(String expression) {
        await(expression)
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(eval("!!(" + expression + ")"))
                        .as(() -> page())
                        .isEqualTo("true"));
    }

    private String page() {
        try {
            return eval("location.href + ' ' + document.body.innerText");
        } catch (IOException | InterruptedException gone) {
            return gone.toString();
        }
    }

    /** Strikes keys: WebDriver's own letters too, as {@code \\uE007} for Enter. */
    void type(String text) throws IOException, InterruptedException {
        String actions = text.chars()
                .mapToObj(letter -> "\\u%04x".formatted(letter))
                .map(key -> "{\"type\":\"keyDown\",\"value\":\"" + key + "\"},{\"type\":\"keyUp\",\"value\":\"" + key
                        + "\"}")
                .collect(Collectors.joining(","));
        post("/actions", "{\"actions\":[{\"type\":\"key\",\"id\":\"keys\",\"actions\":[" + actions + "]}]}");
    }

    /** Strikes a key while others are held down, which come first. */
    void strike(String... keys) throws IOException, InterruptedException {
        List<String> actions = new ArrayList<>();
        for (String key : keys) {
            actions.add("{\"type\":\"keyDown\",\"value\":\"" + key + "\"}");
        }
        for (int i = keys.length - 1; i >= 0; i--) {
            actions.add("{\"type\":\"keyUp\",\"value\":\"" + keys[i] + "\"}");
        }
        post(
                "/actions",
                "{\"actions\":[{\"type\":\"key\",\"id\":\"keys\",\"actions\":[" + String.join(",", actions) + "]}]}");
    }

    /** Calls a method of the DevTools protocol. */
    void devTools(String method, String parameters) throws IOException, InterruptedException {
        post("/goog/cdp/execute", "{\"cmd\":\"" + method + "\",\"params\":" + parameters + "}");
    }

    /** Clicks with the pointer, at a point of the window. */
    void click(int x, int y) throws IOException, InterruptedException {
        post("/actions", """
                {"actions":[{"type":"pointer","id":"mouse","actions":[\
                {"type":"pointerMove","duration":0,"x":%d,"y":%d},\
                {"type":"pointerDown","button":0},{"type":"pointerUp","button":0}]}]}""".formatted(x, y));
    }

    /** Chooses a file, as a person does in the dialog for that. */
    void choose(String selector, Path file) throws IOException, InterruptedException {
        String element = post("/element", "{\"using\":\"css selector\",\"value\":\"" + selector + "\"}");
        String id = element.substring(element.lastIndexOf(":\"") + 2, element.lastIndexOf('"'));
        post("/element/" + id + "/value", "{\"text\":\"" + file + "\"}");
    }

    void screenshot(Path file) throws IOException, InterruptedException {
        String answer = send(request("/screenshot").GET());
        String text = answer.substring(answer.indexOf(":\"") + 2, answer.lastIndexOf('"'));
        Files.write(file, Base64.getDecoder().decode(text));
    }

    @Override
    public void close() throws Exception {
        try {
            if (base.contains("/session/")) {
                send(request("").DELETE());
            }
        } finally {
            driver.descendants().forEach(ProcessHandle::destroyForcibly);
            driver.destroyForcibly();
            assertThat(driver.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }
}
