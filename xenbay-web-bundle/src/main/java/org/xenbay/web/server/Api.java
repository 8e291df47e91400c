// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import org.xenbay.web.access.Access;
import org.xenbay.web.access.Session;
import org.xenbay.web.host.DeviceViews;
import org.xenbay.web.host.HealthFeed;
import org.xenbay.web.host.HostActions;
import org.xenbay.web.host.HostViews;
import org.xenbay.web.host.Refusal;

/** What a page asks and has done: a request, and an answer in JSON. */
final class Api implements AutoCloseable {

    private static final int MAX_BODY = 16 * 1024;
    private static final int BAD = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final Page page;
    private final HealthFeed health;
    private final HostViews host;
    private final DeviceViews devices;
    private final HostActions actions;
    private final Optional<Uploads> uploads;
    private final Workers workers;

    Api(Page page, PageConfig config, HealthFeed health, Workers workers) {
        this.page = page;
        this.health = health;
        this.host = new HostViews(page.services());
        this.devices = new DeviceViews(page.services());
        this.actions = new HostActions(page.services());
        this.uploads = config.uploads().map(Uploads::new);
        this.workers = workers;
    }

    void call(Exchange exchange, String name, Session session) {
        if (exchange.isGet()) {
            workers.run(exchange, session, () -> view(name, exchange.query(), session));
        } else if (session.access() != Access.FULL) {
            exchange.refuse(FORBIDDEN, "a read-only token does not allow that");
        } else if (name.equals("jar")) {
            workers.run(exchange, session, () -> upload(exchange));
        } else {
            exchange.body(MAX_BODY).whenComplete((body, failed) -> {
                if (body == null) {
                    exchange.refuse(BAD, "the request has too much, or has ended early");
                } else {
                    workers.run(exchange, session, () -> act(name, Exchange.fields(Logins.text(body))));
                }
            });
        }
    }

    private @Nullable Object view(String name, Map<String, String> query, Session session) throws InterruptedException {
        return switch (name) {
            case "session" -> session(session);
            case "health" -> health.all();
            case "host" -> host.host();
            case "device" -> devices.device(query.getOrDefault("id", ""));
            case "bundles" -> host.bundles();
            case "config" -> host.configuration();
            case "log" -> page.log().lines();
            default -> throw new Refusal(NOT_FOUND, "there is nothing of that name");
        };
    }

    private Map<String, Object> session(Session session) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("access", session.access().word());
        map.put("updates", uploads.isPresent());
        return map;
    }

    private Object act(String name, Map<String, String> fields) throws Exception {
        return switch (name) {
            case "attach" ->
                Map.of("done", actions.attach(fields.getOrDefault("id", ""), fields.getOrDefault("options", "")));
            case "detach" ->
                Map.of(
                        "done",
                        actions.detach(
                                fields.getOrDefault("id", ""),
                                fields.getOrDefault("force", "").equals("yes")));
            case "update" -> update(fields.getOrDefault("upload", ""));
            case "deploy" -> Map.of("done", deploy(fields.getOrDefault("upload", "")));
            default -> throw new Refusal(NOT_FOUND, "there is nothing of that name");
        };
    }

    /** Keeps a jar; of a new version of a bundle, says what an update by it would do. */
    private Object upload(Exchange exchange) throws Exception {
        Uploads allowed = uploads();
        String bundle = exchange.query().getOrDefault("bundle", "");
        Uploads.Upload upload = allowed.take(bundle, Content.Source.asInputStream(exchange.request()));
        if (bundle.isEmpty()) {
            return Map.of("upload", upload.name());
        }
        boolean planned = false;
        try {
            Map<String, Object> plan = actions.plan(bundle, upload.jar());
            plan.put("upload", upload.name());
            planned = true;
            return plan;
        } finally {
            if (!planned) {
                allowed.remove(upload.name());
            }
        }
    }

    private Object update(String name) throws Exception {
        Uploads allowed = uploads();
        Uploads.Upload upload = allowed.use(name);
        try {
            return actions.update(upload.bundle(), upload.jar());
        } finally {
            allowed.used(upload);
        }
    }

    private String deploy(String name) {
        Uploads allowed = uploads();
        Uploads.Upload upload = allowed.use(name);
        try {
            return actions.deploy(upload.jar());
        } finally {
            allowed.used(upload);
        }
    }

    private Uploads uploads() {
        return uploads.orElseThrow(() -> new Refusal(
                FORBIDDEN, "the page brings no bundles here; updates=yes in etc/org.xenbay.web.cfg allows it"));
    }

    @Override
    public void close() {
        uploads.ifPresent(Uploads::close);
    }
}
