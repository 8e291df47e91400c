// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.xenbay.api.management.Monitoring;
import org.xenbay.web.host.HostServices;
import org.xenbay.web.host.Refusal;

/**
 * Hands what is measured to a monitoring system, which brings a token with each request. Its text is long on a large host: only a few answers
 * are there at once, however slowly somebody takes them.
 */
final class Scrapes implements AutoCloseable {

    /** Where it is asked for. */
    static final String PATH = "/metrics";

    private static final String SCHEME = "bearer ";
    private static final int MAX_ANSWERS = 2;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final HostServices services;
    private final Logins logins;
    private final Workers workers = new Workers("xenbay-web-metrics", 1);
    private final Semaphore answers = new Semaphore(MAX_ANSWERS);

    Scrapes(HostServices services, Logins logins) {
        this.services = services;
        this.logins = logins;
    }

    void answer(Exchange exchange) {
        String authorization = exchange.header("Authorization");
        String token =
                authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                        ? authorization.substring(SCHEME.length()).strip()
                        : "";
        workers.run(exchange, () -> {
            if (logins.admits(exchange, token)) {
                measure(exchange);
            }
        });
    }

    private void measure(Exchange exchange) throws InterruptedException {
        if (!answers.tryAcquire()) {
            throw new Refusal(UNAVAILABLE, "others are being answered, try again");
        }
        boolean answered = false;
        try {
            byte[] text = text().getBytes(StandardCharsets.UTF_8);
            answered = true;
            exchange.answer(OK, Monitoring.METRICS_TYPE, text, answers::release);
        } finally {
            if (!answered) {
                answers.release();
            }
        }
    }

    private String text() throws InterruptedException {
        Monitoring monitoring =
                services.monitoring().orElseThrow(() -> new Refusal(UNAVAILABLE, "org.xenbay.shell is not running"));
        try {
            return monitoring.metrics() + "\n";
        } catch (IllegalStateException missing) {
            throw new Refusal(UNAVAILABLE, String.valueOf(missing.getMessage()));
        }
    }

    @Override
    public void close() {
        workers.close();
    }
}
