// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.xenbay.web.access.Access;
import org.xenbay.web.access.LoginLimit;
import org.xenbay.web.access.Sessions;

/** Makes sessions of tokens. */
final class Logins {

    private static final System.Logger LOG = System.getLogger(Logins.class.getName());
    private static final int MAX_BODY = 4096;
    private static final int OK = 200;
    private static final int BAD = 400;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;

    private final Page page;
    private final Workers workers;
    private final LoginLimit limit = new LoginLimit(System::nanoTime);

    Logins(Page page, Workers workers) {
        this.page = page;
        this.workers = workers;
    }

    void logIn(Exchange exchange) {
        long wait = limit.secondsToWait(exchange.peer());
        if (wait > 0) {
            exchange.set("Retry-After", Long.toString(wait));
            exchange.refuse(TOO_MANY, "too many failed logins; try again in " + wait + " s");
            return;
        }
        Content.Source.asByteBufferAsync(exchange.request(), MAX_BODY).whenComplete((body, failed) -> {
            if (body == null) {
                exchange.refuse(BAD, "that is no login");
            } else {
                workers.run(exchange, () -> logIn(exchange, Exchange.fields(text(body))));
            }
        });
    }

    static String text(ByteBuffer body) {
        return StandardCharsets.UTF_8.decode(body).toString();
    }

    private void logIn(Exchange exchange, Map<String, String> fields) throws IOException {
        Optional<Access> access = fields.containsKey("code")
                ? page.codes().use(fields.get("code"))
                : page.tokens().access(fields.getOrDefault("token", ""));
        if (access.isEmpty()) {
            limit.failed(exchange.peer());
            LOG.log(Level.WARNING, "a login from {0} was refused: no such token", exchange.peer());
            exchange.refuse(FORBIDDEN, "that is none of the tokens");
            return;
        }
        limit.succeeded(exchange.peer());
        Sessions.Login login = page.sessions().begin(access.get());
        LOG.log(Level.INFO, "login from {0}, {1}", exchange.peer(), access.get().word());
        exchange.set(
                "Set-Cookie",
                Exchange.COOKIE + "=" + login.cookie() + "; Path=/; HttpOnly; SameSite=Strict"
                        + (exchange.request().isSecure() ? "; Secure" : ""));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("key", login.key());
        answer.put("access", access.get().word());
        exchange.json(OK, answer);
    }
}
