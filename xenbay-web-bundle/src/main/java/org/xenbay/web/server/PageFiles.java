// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The page's own files, which are in the bundle. Nothing comes from elsewhere, and the browser is told so. */
final class PageFiles {

    /** What somebody gets who has not logged in. */
    static final Set<String> OPEN = Set.of("/login", "/login.js", "/server.js", "/page.css", "/icon.svg");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");

    /** The terminal and the viewer paint with styles and data: URLs of their own; scripts come from files only. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
                    + "style-src 'self' 'nonce-%s'; style-src-attr 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
                    + "frame-ancestors 'none'";

    private static final int NONCE_BYTES = 16;
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_FOUND = 404;

    private final SecureRandom random = new SecureRandom();
    private final String tag;

    /** @param build tells one build of the bundle from another */
    PageFiles(String build) {
        this.tag = "\"" + build + "\"";
    }

    /** Headers that each answer has. */
    static void protect(Exchange exchange) {
        exchange.set("X-Content-Type-Options", "nosniff");
        exchange.set("Referrer-Policy", "no-referrer");
        exchange.set("Cross-Origin-Opener-Policy", "same-origin");
        exchange.set("Cross-Origin-Resource-Policy", "same-origin");
        exchange.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        exchange.set("Cache-Control", "no-store");
    }

    void send(Exchange exchange, String path) throws IOException {
        String file = path.equals("/") ? "/index.html" : path.equals("/login") ? "/login.html" : path;
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        byte[] content = type == null ? null : read(file);
        if (type == null || content == null) {
            exchange.refuse(NOT_FOUND, "there is no such file");
        } else if (file.endsWith(".html")) {
            sendDocument(exchange, type, content);
        } else {
            exchange.set("Cache-Control", "no-cache");
            exchange.set("ETag", tag);
            if (tag.equals(exchange.header("If-None-Match"))) {
                exchange.nothing(NOT_MODIFIED);
            } else {
                exchange.answer(OK, type, content);
            }
        }
    }

    private void sendDocument(Exchange exchange, String type, byte[] content) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getEncoder().encodeToString(bytes);
        exchange.set("Content-Security-Policy", POLICY.formatted(nonce));
        String text = new String(content, StandardCharsets.UTF_8).replace("{nonce}", nonce);
        exchange.answer(OK, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte @Nullable [] read(String file) throws IOException {
        try (InputStream in = PageFiles.class.getResourceAsStream("/page" + file)) {
            return in == null ? null : in.readAllBytes();
        }
    }
}
