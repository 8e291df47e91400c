// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.xenbay.web.access.Access;

/**
 * Requests to the page, by somebody without a session, by one who may only look, and by one who may do all. None is answered that the host
 * has failed, and nobody does more than may be done.
 */
final class PageTarget implements FuzzTarget {

    private static final int MOST = 30;
    private static final int MAX_ANSWER = 1 << 22;
    private static final List<String> METHODS =
            List.of("GET", "POST", "HEAD", "PUT", "OPTIONS", "TRACE", "get", "G\u00e9T", "");
    private static final List<String> PATHS = List.of(
            "/",
            "/login",
            "/login.js",
            "/page.js",
            "/index.html",
            "/lib/novnc/core/rfb.js",
            "/api/session",
            "/api/host",
            "/api/device",
            "/api/bundles",
            "/api/config",
            "/api/log",
            "/api/attach",
            "/api/detach",
            "/api/update",
            "/api/jar",
            "/api/logout",
            "/api/",
            "/socket/live",
            "/socket/screen",
            "/../page.js",
            "/%2e%2e/login.js",
            "//login",
            "/login;x=/api/host",
            "*",
            "http://localhost:8006/api/host");
    private static final List<String> FIELDS =
            List.of("id", "options", "force", "token", "code", "upload", "bundle", "", "%", "%zz");
    private static final List<String> VALUES = List.of(
            "1/vkbd/0",
            "1/console/0",
            "2/vfb/0",
            "yes",
            "a=1 b=2",
            "a%3D1%0Ab=2",
            "upload-0",
            "%F0%9F",
            "%00",
            "%",
            "+",
            "\u00fc");
    private static final List<String> HOSTS =
            List.of(PageHost.NAME, "127.0.0.1", "[::1]:80", "evil.example", "localhost:", ":", "localhost:8006, evil");
    private static final List<String> ORIGINS =
            List.of("http://" + PageHost.NAME, "http://evil.example", "null", "", "http://localhost:8006/");

    private final PageHost host;

    PageTarget(Path folder) throws IOException {
        host = new PageHost(folder);
    }

    @Override
    public void run(Input input) throws Exception {
        int begin = input.u8();
        Access access = begin % 3 == 2 ? Access.FULL : Access.READ_ONLY;
        boolean known = begin % 3 != 0;
        host.core.calls.clear();
        PageHost.Session session = host.begin(access);
        try (SocketChannel browser = SocketChannel.open(UnixDomainSocketAddress.of(host.socket()))) {
            ByteArrayOutputStream requests = new ByteArrayOutputStream();
            for (int i = 0; i < MOST && !input.isEmpty(); i++) {
                requests.writeBytes(request(input, known ? session : new PageHost.Session("x", "y")));
            }
            String answers = answers(browser, requests.toByteArray());
            Finding.require(!answers.contains("HTTP/1.1 500 "), "a request is answered that the host has failed");
        }
        host.end(session);
        Finding.require(
                access == Access.FULL || host.core.calls.isEmpty(),
                "somebody has done what they may not: " + host.core.calls);
        if (Files.exists(host.uploads)) {
            Finding.require(
                    DeviceHost.within(DeviceHost.TIMEOUT, this::isWithoutUploads), "a bundle is left that nobody uses");
        }
    }

    private boolean isWithoutUploads() {
        try (Stream<Path> left = Files.list(host.uploads)) {
            return left.findAny().isEmpty();
        } catch (IOException failed) {
            throw new Finding("the folder of bundles: " + failed);
        }
    }

    /** Sends all, and gives what is answered until the server ends the connection. */
    private static String answers(SocketChannel browser, byte[] requests) throws IOException {
        browser.configureBlocking(false);
        ByteBuffer left = ByteBuffer.wrap(requests);
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(1 << 16);
        boolean inTime = DeviceHost.within(DeviceHost.TIMEOUT, () -> {
            try {
                if (left.hasRemaining()) {
                    browser.write(left);
                } else {
                    browser.shutdownOutput();
                }
                int count = browser.read(piece.clear());
                answers.write(piece.array(), 0, piece.position());
                return count < 0 || answers.size() > MAX_ANSWER;
            } catch (IOException gone) {
                return true;
            }
        });
        Finding.require(inTime, "a connection does not end");
        return answers.toString(StandardCharsets.ISO_8859_1);
    }

    private static String of(List<String> words, Input input) {
        int choice = input.u8();
        return choice < 0xF0
                ? words.get(choice % words.size())
                : new String(input.bytes(1 + choice % 16), StandardCharsets.ISO_8859_1);
    }

    private static byte[] request(Input input, PageHost.Session session) {
        int headers = input.u8();
        String body = (headers & 1) == 0 ? "" : fields(input);
        String query = (headers & 2) == 0 ? "" : "?" + fields(input);
        StringBuilder text = new StringBuilder();
        text.append(of(METHODS, input)).append(' ').append(of(PATHS, input)).append(query);
        text.append(" HTTP/1.").append((headers & 4) == 0 ? 1 : input.choose(3)).append("\r\n");
        header(text, "Host", (headers & 8) == 0 ? PageHost.NAME : of(HOSTS, input));
        if ((headers & 16) == 0) {
            header(text, "Origin", "http://" + PageHost.NAME);
        } else {
            header(text, "Origin", of(ORIGINS, input));
        }
        header(text, "Cookie", "xenbay-8006=" + session.cookie());
        header(text, "X-Xenbay-Key", session.key());
        if ((headers & 32) != 0) {
            header(
                    text,
                    of(List.of("Cookie", "X-Xenbay-Key", "If-None-Match", "Expect", "Upgrade", "Range"), input),
                    of(VALUES, input));
        }
        if ((headers & 64) != 0) {
            return chunked(text, body, input);
        }
        long length = (headers & 128) == 0 ? body.length() : input.number();
        header(text, "Content-Length", Long.toString(length));
        return text.append("\r\n").append(body).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] chunked(StringBuilder text, String body, Input input) {
        header(text, "Transfer-Encoding", "chunked");
        text.append("\r\n");
        int piece = 1 + input.choose(64);
        for (int at = 0; at < body.length(); at += piece) {
            String part = body.substring(at, Math.min(body.length(), at + piece));
            text.append(Integer.toHexString(input.choose(8) == 7 ? input.u16() : part.length()))
                    .append("\r\n")
                    .append(part)
                    .append("\r\n");
        }
        return text.append("0\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void header(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private static String fields(Input input) {
        StringBuilder fields = new StringBuilder();
        for (int i = input.choose(6); i >= 0; i--) {
            fields.append(of(FIELDS, input))
                    .append('=')
                    .append(of(VALUES, input))
                    .append('&');
        }
        return fields.toString();
    }

    @Override
    public Map<String, byte[]> seeds() {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        for (int access = 0; access < 3; access++) {
            InputWriter all = new InputWriter().u8(access);
            for (int path = 0; path < PATHS.size(); path++) {
                all.u8(0).u8(0).u8(path);
                all.u8(1).u8(1).u8(0).u8(path % VALUES.size()).u8(1).u8(4).u8(1).u8(path);
            }
            seeds.put("each-path-with-access-" + access, all.toBytes());
            InputWriter wrong = new InputWriter().u8(access);
            for (int at = 0; at < HOSTS.size(); at++) {
                wrong.u8(8).u8(0).u8(7).u8(at);
                wrong.u8(16).u8(1).u8(12).u8(at);
            }
            seeds.put("other-hosts-and-pages-with-access-" + access, wrong.toBytes());
        }
        for (int name = 0; name < 7; name++) {
            InputWriter body = new InputWriter().u8(2);
            for (int path : new int[] {1, 12, 13, 14, 15}) {
                body.u8(1 + 64)
                        .u8(2)
                        .u8(name)
                        .u8(1)
                        .u8(1)
                        .u8(2)
                        .u8(9)
                        .u8(3)
                        .u8(1)
                        .u8(path)
                        .u8(3)
                        .u8(0);
                body.u8(1 + 128).u8(0).u8(name).u8(4).u8(1).u8(path).number(3);
            }
            seeds.put("forms-in-pieces-and-cut-short-" + name, body.toBytes());
        }
        seeds.put(
                "a-body-that-never-comes",
                new InputWriter().u8(2).u8(128).u8(1).u8(15).number(100).toBytes());
        return seeds;
    }

    @Override
    public void close() throws IOException {
        host.close();
    }
}
