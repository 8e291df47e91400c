// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A browser that sends what a test wants, also what no browser would. */
final class Browser {

    private static final int MILLIS = 10_000;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final int port;
    String cookie = "";
    String key = "";

    Browser(PageServer server) {
        this.port = server.port();
    }

    /** An answer. */
    record Answer(int status, String head, String body) {

        String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase().startsWith(name.toLowerCase() + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    /** Sends a request with these headers and no others. */
    Answer ask(String method, String path, String body, String... headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(MILLIS);
            String head = method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                    + "\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
            return answer(socket.getInputStream());
        }
    }

    private static Answer answer(InputStream in) throws IOException {
        String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        int end = all.indexOf("\r\n\r\n");
        return new Answer(Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
    }

    /** What the browser has of the session. */
    String cookie() {
        return "xenbay-" + port + "=" + cookie;
    }

    private String[] own() {
        List<String> headers = new ArrayList<>(List.of("Host: " + host(), "Origin: http://" + host()));
        if (!cookie.isEmpty()) {
            headers.add("Cookie: " + cookie());
        }
        if (!key.isEmpty()) {
            headers.add("X-Xenbay-Key: " + key);
        }
        return headers.toArray(new String[0]);
    }

    Answer get(String path) throws IOException {
        return ask("GET", path, "", own());
    }

    Answer post(String path, String body) throws IOException {
        return ask("POST", path, body, own());
    }

    Answer logIn(String token) throws IOException {
        Answer answer = post("/login", "token=" + token);
        if (answer.status() == 200) {
            cookie = answer.header("Set-Cookie").replaceFirst("xenbay-" + port + "=([^;]*);.*", "$1");
            key = answer.body().replaceFirst(".*\"key\":\"([^\"]*)\".*", "$1");
        }
        return answer;
    }

    /** A socket of the page. */
    static final class PageLink implements WebSocket.Listener {
        final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
        final CompletableFuture<String> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete(error.toString());
        }

        String next() throws InterruptedException {
            return String.valueOf(messages.poll(MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    CompletableFuture<WebSocket> open(String path, String origin, String offered, WebSocket.Listener listener) {
        return CLIENT.newWebSocketBuilder()
                .header("Origin", origin)
                .header("Cookie", cookie())
                .subprotocols("xenbay", offered)
                .buildAsync(URI.create("ws://" + host() + path), listener);
    }

    PageLink open(String path) {
        PageLink link = new PageLink();
        open(path, "http://" + host(), key, link)
                .orTimeout(MILLIS, TimeUnit.MILLISECONDS)
                .join();
        return link;
    }
}
