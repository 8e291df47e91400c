// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.xenbay.web.access.HostNames;
import org.xenbay.web.access.Session;
import org.xenbay.web.host.HealthFeed;
import org.xenbay.web.host.Refusal;
import org.xenbay.web.socket.PageSocket;
import org.xenbay.web.socket.PageSockets;

/**
 * Looks at each request before anything else does: which name it is for, which page it is of, and who makes it. The page's files need the
 * session's cookie; whatever shows or does something needs its key besides. A monitoring system brings a token instead.
 */
final class PageHandler extends Handler.Abstract implements AutoCloseable {

    private static final String API = "/api/";
    private static final String SOCKET = "/socket/";

    /** What a page asks for when it opens a socket; the key follows it. */
    private static final String PROTOCOL = "xenbay";

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int METHOD = 405;
    private static final int WORKERS = 4;
    private static final int MAX_FRAME = 32 * 1024;

    private final Page page;
    private final HostNames names;
    private final PageFiles files;
    private final Logins logins;
    private final Scrapes scrapes;
    private final HealthFeed health;
    private final Api api;
    private final PageSockets sockets;
    private final WebSocketMappings upgrades;
    private final Workers workers = new Workers("xenbay-web-worker", WORKERS);

    /** Of their own: whoever may log in gets in, however busy the host is. */
    private final Workers loginWorkers = new Workers("xenbay-web-login", 1);

    PageHandler(PageConfig config, Page page, WebSocketComponents components) {
        super(InvocationType.BLOCKING);
        this.page = page;
        this.names = new HostNames(config.names());
        this.files = new PageFiles(page.build());
        this.logins = new Logins(page, loginWorkers);
        this.scrapes = new Scrapes(page.services(), logins);
        this.health = new HealthFeed(page.services());
        this.api = new Api(page, config, health, workers);
        this.sockets = new PageSockets(page.services(), page.sessions(), health);
        this.upgrades = new WebSocketMappings(components);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Exchange exchange = new Exchange(request, response, callback);
        PageFiles.protect(exchange);
        String host = exchange.header("Host");
        if (!names.isOwn(host)) {
            exchange.refuse(FORBIDDEN, "this host is not known by that name; etc/org.xenbay.web.cfg has the key names");
        } else if (!names.isSameOrigin(exchange.header("Origin"), host, request.isSecure())) {
            exchange.refuse(FORBIDDEN, "the request is of another page");
        } else if (!exchange.isGet() && !exchange.isPost()) {
            exchange.refuse(METHOD, "only GET and POST are known");
        } else if (exchange.path().equals("/login") && exchange.isPost()) {
            logins.logIn(exchange);
        } else if (exchange.path().equals(Scrapes.PATH) && exchange.isGet()) {
            scrapes.answer(exchange);
        } else if (PageFiles.OPEN.contains(exchange.path())) {
            files.send(exchange, exchange.path());
        } else {
            handleOfSession(exchange);
        }
        return true;
    }

    private void handleOfSession(Exchange exchange) throws IOException {
        String path = exchange.path();
        Optional<Session> session = page.sessions().find(exchange.cookie());
        if (session.isEmpty()) {
            if (path.equals("/")) {
                exchange.redirect("/login");
            } else {
                exchange.refuse(UNAUTHORIZED, "log in first");
            }
        } else if (path.startsWith(SOCKET)) {
            open(exchange, path.substring(SOCKET.length()), session.get());
        } else if (path.startsWith(API)) {
            callApi(exchange, path.substring(API.length()), session.get());
        } else if (exchange.isGet()) {
            files.send(exchange, path);
        } else {
            exchange.refuse(NOT_FOUND, "there is nothing of that name");
        }
    }

    private void callApi(Exchange exchange, String name, Session session) {
        String key = exchange.header("X-Xenbay-Key");
        if (key == null || !session.hasKey(key)) {
            exchange.refuse(FORBIDDEN, "the request does not bring the session's key; log in again");
        } else if (name.equals("logout") && exchange.isPost()) {
            page.sessions().end(exchange.cookie());
            sockets.open().look();
            exchange.nothing(204);
        } else {
            api.call(exchange, name, session);
        }
    }

    /** A socket cannot bring a header of the page's own; the key is its second protocol. */
    private void open(Exchange exchange, String name, Session session) {
        WebSocketNegotiator negotiator = (request, response, callback) -> {
            response.setExtensions(List.of());
            response.setAcceptedSubProtocol(PROTOCOL);
            return socket(request, exchange, name, session);
        };
        Configuration.Customizer limits = configuration -> {
            configuration.setMaxFrameSize(MAX_FRAME);
            configuration.setInputBufferSize(4096);
            configuration.setOutputBufferSize(4096);
        };
        try {
            if (!hasKey(exchange, session)) {
                exchange.refuse(FORBIDDEN, "the request does not bring the session's key; log in again");
            } else if (!upgrades.upgrade(
                    negotiator, exchange.request(), exchange.response(), exchange.callback(), limits)) {
                exchange.refuse(NOT_FOUND, "there is no such socket");
            }
        } catch (Refusal refused) {
            exchange.refuse(refused.status(), String.valueOf(refused.getMessage()));
        }
    }

    private static boolean hasKey(Exchange exchange, Session session) {
        String protocols = exchange.header("Sec-WebSocket-Protocol");
        String[] words = protocols == null ? new String[0] : protocols.split(",");
        return exchange.header("Origin") != null
                && words.length == 2
                && words[0].strip().equals(PROTOCOL)
                && session.hasKey(words[1].strip());
    }

    private PageSocket socket(ServerUpgradeRequest request, Exchange exchange, String name, Session session) {
        return sockets.make(name, exchange.query().getOrDefault("id", ""), session)
                .orElseThrow(() -> new Refusal(NOT_FOUND, "there is no socket " + name));
    }

    @Override
    public void close() {
        sockets.close();
        health.close();
        scrapes.close();
        loginWorkers.close();
        workers.close();
        api.close();
    }
}
