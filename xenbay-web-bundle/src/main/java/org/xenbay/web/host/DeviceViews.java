// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.settings.Settings;
import org.xenbay.api.text.JsonString;

/** Devices, in the words of the commands {@code devices}, {@code device} and {@code explain}. */
public final class DeviceViews {

    private static final int NOT_FOUND = 404;

    private final HostServices services;

    /** @param services of the host */
    public DeviceViews(HostServices services) {
        this.services = services;
    }

    /**
     * @param device a device
     * @return a row of the list
     */
    public static Map<String, Object> row(DeviceView device) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", device.id());
        row.put("domain", device.id().domain());
        row.put("name", device.domainName());
        row.put("type", device.id().type());
        row.put("backend", device.backendState());
        row.put("frontend", device.frontendState());
        row.put("events", device.events());
        row.put("health", device.health());
        row.put("status", device.explanation());
        row.put("failure", device.failure());
        return row;
    }

    /**
     * @param text a device's id
     * @return all that is known of it
     */
    public Map<String, Object> device(String text) {
        DeviceId id = id(text);
        XenbusAdmin admin = services.admin();
        DeviceView device = admin.device(id).orElseThrow(() -> new Refusal(NOT_FOUND, "there is no device " + id));
        Map<String, Object> all = row(device);
        all.put("phase", device.phase());
        all.put("online", device.online());
        all.put("mappedPages", device.mappedPages());
        all.put("boundPorts", device.boundPorts());
        all.put("debugLevel", device.debugLevel());
        all.put("backendPath", device.backendPath());
        all.put("frontendPath", device.frontendPath());
        all.put("details", device.details());
        all.put(
                "figures",
                device.figures().values().stream().map(DeviceViews::figure).toList());
        all.put(
                "transitions",
                device.transitions().stream().map(DeviceViews::transition).toList());
        all.put("notes", notes(id));
        HandoverView handover = admin.handovers().get(id);
        if (handover != null) {
            all.put("pauseMillis", handover.pause().toNanos() / 1e6);
            all.put("refusal", handover.refusal());
        }
        return all;
    }

    private static Map<String, Object> figure(Figure figure) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", figure.name());
        map.put("kind", figure.kind());
        map.put("meaning", figure.meaning());
        map.put("value", figure.value());
        map.put("problem", figure.problem());
        return map;
    }

    private static Map<String, Object> transition(DeviceView.Transition transition) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("time", transition.time());
        map.put("event", transition.event());
        map.put("backend", transition.backend());
        map.put("frontend", transition.frontend());
        map.put("action", transition.action());
        return map;
    }

    private List<String> notes(DeviceId id) {
        return services.configuration().stream()
                .filter(view ->
                        view.concerns().contains(id.type()) || view.concerns().contains(Settings.ALL_TYPES))
                .flatMap(view -> view.problems().stream().map(problem -> view.source() + ": " + problem))
                .toList();
    }

    /**
     * @param text a device's id, as somebody gave it
     * @return the id
     */
    public static DeviceId id(String text) {
        try {
            return DeviceId.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new Refusal(
                    JsonString.quote(text) + " is no device; a device is domain/type/number, such as 5/console/1",
                    wrong);
        }
    }
}
