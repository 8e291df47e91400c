// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.AttachOptions;
import org.xenbay.api.management.UpdatePlan;
import org.xenbay.api.management.UpdateReport;
import org.xenbay.api.store.XenStoreException;

/** What the page has done on the host. Each may block, so it runs on a thread of the page that may. */
public final class HostActions {

    private static final int CONFLICT = 409;
    private static final int MAX_OPTIONS = 100;

    private final HostServices services;

    /** @param services of the host */
    public HostActions(HostServices services) {
        this.services = services;
    }

    /**
     * @param text a device's id
     * @param options keys as in xl.cfg, written key=value and separated by blanks or lines
     * @return what was done, in one sentence
     */
    public String attach(String text, String options) {
        DeviceId id = DeviceViews.id(text);
        Map<String, String> keys = options(options);
        return refusing(() -> {
            services.admin().attach(id, keys);
            return "attached " + id;
        });
    }

    static Map<String, String> options(String text) {
        List<String> words = text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
        if (words.size() > MAX_OPTIONS) {
            throw new Refusal(CONFLICT, "there are at most " + MAX_OPTIONS + " options");
        }
        return refusing(() -> AttachOptions.parse(words));
    }

    /**
     * @param text a device's id
     * @param force whether its directories are removed even if it does not close
     * @return what was done, in one sentence
     */
    public String detach(String text, boolean force) {
        DeviceId id = DeviceViews.id(text);
        return refusing(() -> services.admin().detach(id, force)
                ? "detached " + id
                : "detached " + id + " by force: it did not close");
    }

    /**
     * Says what an update would do.
     *
     * @param bundle its symbolic name
     * @param jar the new version
     * @return the plan
     */
    public Map<String, Object> plan(String bundle, Path jar) {
        return refusing(() -> map(services.liveUpdate().plan(bundle, jar)));
    }

    /**
     * Replaces a bundle.
     *
     * @param bundle its symbolic name
     * @param jar the new version
     * @return what came of it, with the pause of each device
     */
    public Map<String, Object> update(String bundle, Path jar) {
        List<String> steps = new ArrayList<>();
        UpdateReport report = refusing(() -> services.liveUpdate().update(bundle, jar, steps::add));
        Map<String, Object> map = map(report.plan());
        map.put("undone", report.undone());
        Map<String, Object> pauses = new LinkedHashMap<>();
        report.pauses().forEach((id, pause) -> pauses.put(id.toString(), millis(pause)));
        map.put("pauses", pauses);
        Map<String, Object> lost = new LinkedHashMap<>();
        report.lost().forEach((id, why) -> lost.put(id.toString(), why));
        map.put("lost", lost);
        map.put("steps", steps);
        return map;
    }

    /**
     * Puts a bundle into {@code deploy/}.
     *
     * @param jar the bundle
     * @return what it serves, in one sentence
     */
    public String deploy(Path jar) {
        return refusing(() -> services.deployment().deploy(jar));
    }

    private static Map<String, Object> map(UpdatePlan plan) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("bundle", plan.bundle());
        map.put("id", plan.id());
        map.put("from", plan.from());
        map.put("to", plan.to());
        map.put("parked", plan.parked());
        map.put("longestSeconds", plan.longest().toSeconds());
        map.put("refreshed", plan.refreshed());
        return map;
    }

    private static double millis(Duration pause) {
        return pause.toNanos() / 10_000 / 100.0;
    }

    private static <T> T refusing(Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException | IllegalStateException | XenStoreException refused) {
            Refusal refusal = new Refusal(CONFLICT, String.valueOf(refused.getMessage()));
            refusal.initCause(refused);
            throw refusal;
        }
    }
}
