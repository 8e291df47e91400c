// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.access.FailedAttempts;
import org.xenbay.web.access.Access;
import org.xenbay.web.access.Sessions;
import org.xenbay.web.access.Tokens;
import org.xenbay.web.host.Refusal;

/**
 * Makes sessions of tokens. After failed logins from somewhere, whatever could be guessed has to wait there; what nobody guesses logs in
 * nevertheless, so that nobody can lock the operator out.
 */
final class Logins {

    private static final System.Logger LOG = System.getLogger(Logins.class.getName());
    private static final String AUTHENTICATE = "WWW-Authenticate";
    private static final String BEARER = "Bearer realm=\"xenbay\"";
    private static final int FREE_ATTEMPTS = 5;
    private static final int MAX_BODY = 4096;
    private static final int OK = 200;
    private static final int BAD = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int FAILED = 500;

    private final Page page;
    private final Workers workers;
    private final FailedAttempts limit = new FailedAttempts(FREE_ATTEMPTS, System::nanoTime);
    private final Pace refusals = new Pace(TimeUnit.SECONDS.toNanos(10), System::nanoTime);
    private final Pace unreadable = new Pace(TimeUnit.MINUTES.toNanos(1), System::nanoTime);

    Logins(Page page, Workers workers) {
        this.page = page;
        this.workers = workers;
    }

    void logIn(Exchange exchange) {
        exchange.body(MAX_BODY).whenComplete((body, failed) -> {
            if (body == null) {
                exchange.refuse(BAD, "that is no login");
            } else {
                workers.run(exchange, () -> logIn(exchange, text(body)));
            }
        });
    }

    static String text(ByteBuffer body) {
        return StandardCharsets.UTF_8.decode(body).toString();
    }

    private void logIn(Exchange exchange, String body) {
        try {
            judge(exchange, Exchange.fields(body), FORBIDDEN).ifPresent(access -> begin(exchange, access));
        } catch (Refusal malformed) {
            refuse(exchange, malformed.status(), String.valueOf(malformed.getMessage()));
        }
    }

    /**
     * Judges a request that brings a token and makes no session. Guesses count as those of logins do. It may take long.
     *
     * @return whether the token is one; if not, the request has been answered
     */
    boolean admits(Exchange exchange, String token) {
        if (token.isEmpty()) {
            exchange.set(AUTHENTICATE, BEARER);
            exchange.refuse(UNAUTHORIZED, "bring a token: Authorization: Bearer, a blank, and the token");
            return false;
        }
        return judge(exchange, Map.of("token", token), UNAUTHORIZED).isPresent();
    }

    /** @return what the token or the code allows; if it is none, the request has been answered with that status or another one */
    private Optional<Access> judge(Exchange exchange, Map<String, String> fields, int status) {
        try {
            long wait = limit.secondsToWait(exchange.peer());
            Optional<Access> access = access(fields, wait > 0);
            if (access.isEmpty() && wait > 0) {
                exchange.set("Retry-After", Long.toString(wait));
                exchange.refuse(TOO_MANY, "too many failed logins; try again in " + wait + " s");
            } else if (access.isEmpty()) {
                if (status == UNAUTHORIZED) {
                    exchange.set(AUTHENTICATE, BEARER);
                }
                refuse(exchange, status, "that is none of the tokens");
            }
            return access;
        } catch (IOException failed) {
            if (unreadable.happened() > 0) {
                LOG.log(Level.ERROR, "nobody can log in: {0}", failed.getMessage());
            }
            exchange.refuse(FAILED, "the tokens cannot be read; the log says why");
            return Optional.empty();
        }
    }

    /** @param pause only what nobody guesses counts now */
    private Optional<Access> access(Map<String, String> fields, boolean pause) throws IOException {
        if (fields.containsKey("code")) {
            return page.codes().use(fields.get("code"));
        }
        String token = fields.getOrDefault("token", "");
        return pause && Tokens.isShort(token) ? Optional.empty() : page.tokens().access(token);
    }

    private void refuse(Exchange exchange, int status, String why) {
        limit.failed(exchange.peer());
        int count = refusals.happened();
        if (count > 0) {
            LOG.log(
                    Level.WARNING,
                    "a login from {0} was refused, {1} since this was said last",
                    exchange.peer(),
                    count);
        }
        exchange.refuse(status, why);
    }

    /** Who may only look does not make others' failures forgotten. */
    private void begin(Exchange exchange, Access access) {
        if (access == Access.FULL) {
            limit.succeeded(exchange.peer());
        }
        Sessions.Login login = page.sessions().begin(access);
        LOG.log(Level.INFO, "login from {0}, {1}", exchange.peer(), access.word());
        exchange.set(
                "Set-Cookie",
                exchange.cookieName() + "=" + login.cookie() + "; Path=/; HttpOnly; SameSite=Strict"
                        + (exchange.request().isSecure() ? "; Secure" : ""));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("key", login.key());
        answer.put("access", access.word());
        exchange.json(OK, answer);
    }
}
