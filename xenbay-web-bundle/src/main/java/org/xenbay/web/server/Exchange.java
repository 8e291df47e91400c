// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.access.FailedAttempts;
import org.xenbay.web.access.HostNames;
import org.xenbay.web.host.Json;
import org.xenbay.web.host.Refusal;

/** A request and its answer, which is given once. */
final class Exchange {

    private static final String COOKIE = "xenbay";
    private static final int BODY_SECONDS = 15;
    private static final String JSON = "application/json";

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final AtomicBoolean answered = new AtomicBoolean();

    Exchange(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    Request request() {
        return request;
    }

    Response response() {
        return response;
    }

    Callback callback() {
        return callback;
    }

    String path() {
        String path = request.getHttpURI().getCanonicalPath();
        return path == null ? "" : path;
    }

    boolean isPost() {
        return request.getMethod().equals("POST");
    }

    boolean isGet() {
        return request.getMethod().equals("GET");
    }

    @Nullable
    String header(String name) {
        return request.getHeaders().get(name);
    }

    /** @return name of the session's cookie. Cookies do not know ports: one host at a tunnel would overwrite that of another */
    String cookieName() {
        String port = HostNames.port(header("Host"));
        return port.isEmpty() ? COOKIE : COOKIE + "-" + port;
    }

    /** @return what the session's cookie has, empty when there is none */
    String cookie() {
        String name = cookieName();
        for (HttpCookie cookie : Request.getCookies(request)) {
            if (cookie.getName().equals(name)) {
                return cookie.getValue();
            }
        }
        return "";
    }

    /** @return where the request comes from, as failed logins are counted: a network, this machine, or the UNIX socket */
    String peer() {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress remote
                ? FailedAttempts.peer(remote.getAddress())
                : "the UNIX socket";
    }

    /** @return what stands behind the question mark */
    Map<String, String> query() {
        String query = request.getHttpURI().getQuery();
        return fields(query == null ? "" : query);
    }

    /**
     * Reads {@code name=value&name=value}; of a name that is there twice, the first value counts.
     *
     * @throws Refusal when it is something else
     */
    static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String field : text.split("&")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(decode(field.substring(0, equals)), decode(field.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new Refusal("the request has a % that no two hexadecimal digits follow", malformed);
        }
    }

    /**
     * @param max bytes
     * @return the request's body; fails when it has more, or does not come to its end in time
     */
    CompletableFuture<ByteBuffer> body(int max) {
        return Content.Source.asByteBufferAsync(request, max).orTimeout(BODY_SECONDS, TimeUnit.SECONDS);
    }

    void set(String header, String value) {
        response.getHeaders().put(header, value);
    }

    /** Answers, unless that was done already. */
    void answer(int status, String type, byte[] body) {
        answer(status, type, body, () -> {});
    }

    /**
     * Answers, unless that was done already.
     *
     * @param over runs once in any case: when all of it has been sent, or nothing more is
     */
    void answer(int status, String type, byte[] body, Runnable over) {
        if (!answered.compareAndSet(false, true)) {
            over.run();
            return;
        }
        response.setStatus(status);
        set(HttpHeader.CONTENT_TYPE.asString(), type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), Callback.from(callback, over));
    }

    void json(int status, @Nullable Object value) {
        answer(status, JSON, Json.of(value).getBytes(StandardCharsets.UTF_8));
    }

    /** Says in a sentence why not. */
    void refuse(int status, String why) {
        json(status, Map.of("refused", why));
    }

    void nothing(int status) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        response.setStatus(status);
        response.write(true, null, callback);
    }

    void redirect(String location) {
        set(HttpHeader.LOCATION.asString(), location);
        nothing(303);
    }
}
