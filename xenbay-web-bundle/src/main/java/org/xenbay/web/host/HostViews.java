// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.BundleView;
import org.xenbay.api.management.HostView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.settings.SettingsView;

/** The host, in the words of the commands {@code host}, {@code backends}, {@code bundles} and {@code config}. */
public final class HostViews {

    private final HostServices services;

    /** @param services of the host */
    public HostViews(HostServices services) {
        this.services = services;
    }

    /** @return the host, its memory for guests, and the types that are served */
    public Map<String, Object> host() {
        XenbusAdmin admin = services.admin();
        HostView host = admin.host();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("hypervisor", host.hypervisor());
        map.put("ownDomain", host.ownDomain());
        map.put("storeConnected", host.storeConnected());
        map.put("domains", host.domains());
        map.put("devices", host.devices());
        map.put("connected", host.connected());
        map.put("mappedPages", host.mappedPages());
        map.put("boundPorts", host.boundPorts());
        map.put("keeper", host.keeper());
        map.put("confinement", host.confinement());
        map.put("memory", budget(admin.memory()));
        map.put("backends", admin.backends().stream().map(HostViews::backend).toList());
        return map;
    }

    private static Map<String, Object> budget(BudgetView budget) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("what", budget.what());
        map.put("total", budget.total());
        map.put("taken", budget.taken());
        map.put("refusals", budget.refusals());
        map.put("holdings", budget.holdings());
        return map;
    }

    private static Map<String, Object> backend(BackendView backend) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", backend.type());
        map.put("bundle", backend.bundle());
        map.put("version", backend.version());
        map.put("bundleId", backend.bundleId());
        map.put("devices", backend.devices());
        map.put("connected", backend.connected());
        map.put("parked", backend.parked());
        map.put("standingBy", backend.standingBy());
        return map;
    }

    /** @return what is in deploy/, and the platform's own bundles */
    public List<Map<String, Object>> bundles() {
        return services.deployment().bundles().stream().map(HostViews::bundle).toList();
    }

    private static Map<String, Object> bundle(BundleView bundle) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", bundle.id());
        map.put("name", bundle.name());
        map.put("version", bundle.version());
        map.put("build", bundle.build());
        map.put("origin", bundle.origin());
        map.put("state", bundle.state());
        map.put("reason", bundle.reason());
        return map;
    }

    /** @return all settings of all components, with what is wrong */
    public List<Map<String, Object>> configuration() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (SettingsView view : services.configuration()) {
            for (SettingsView.Key key : view.keys()) {
                Map<String, Object> row = row(view, key.key(), key.problem());
                row.put("value", key.value());
                row.put("origin", origin(view, key.origin()));
                row.put("description", key.description());
                row.put("accepts", key.accepts());
                rows.add(row);
            }
            view.unknown().forEach(problem -> rows.add(row(view, problem.key(), problem)));
        }
        return rows;
    }

    private static Map<String, Object> row(SettingsView view, String key, SettingsView.@Nullable Problem problem) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("pid", view.pid());
        row.put("key", key);
        row.put("value", "");
        row.put("origin", "no effect");
        row.put("problem", problem == null ? "" : view.source() + ": " + problem);
        return row;
    }

    private static String origin(SettingsView view, SettingsView.Origin origin) {
        return switch (origin) {
            case CONFIGURED -> view.source();
            case DEFAULT -> "default";
            case BEFORE -> "before";
        };
    }
}
