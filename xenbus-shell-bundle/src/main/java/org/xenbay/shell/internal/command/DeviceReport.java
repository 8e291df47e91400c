// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.PrintableText;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.DeviceView.Health;
import org.xenbay.api.management.HistoryView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.shell.internal.render.Explanation;
import org.xenbay.shell.internal.render.Json;
import org.xenbay.shell.internal.render.JsonText;
import org.xenbay.shell.internal.render.NodeView;
import org.xenbay.shell.internal.render.Page;
import org.xenbay.shell.internal.render.Renderer;
import org.xenbay.shell.internal.render.Timeline;
import org.xenbay.shell.internal.report.SecretValues;

/** The parts of a report that are about devices. From any thread. */
public final class DeviceReport {

    /** Most characters of all nodes. Guests write some of them. */
    static final int MAX_NODES = 16 << 20;

    /** Most characters of all histories, for programs; those of 1,024 devices need less. */
    private static final int MAX_HISTORIES = 28 << 20;

    private final Supplier<XenbusAdmin> admin;
    private final Supplier<XenStore> store;
    private final Function<DeviceId, List<String>> configurationNotes;
    private final Renderer renderer = new Renderer();

    /**
     * One directory of a device.
     *
     * @param directory its path; empty when it is not known
     * @param nodes values by paths below it; null for a secret, which is left out
     * @param missing why there are no nodes; empty when there are
     */
    private record Side(String directory, Map<String, @Nullable String> nodes, String missing) {}

    /** The nodes of a device. */
    private record Nodes(DeviceId id, Side backend, Side frontend) {}

    DeviceReport(Platform platform) {
        this(platform::admin, platform::store, platform::configurationNotes);
    }

    /**
     * @param admin returns the core
     * @param store returns this domain's XenStore
     * @param configurationNotes tells what of the configuration of a device is not in force
     */
    public DeviceReport(
            Supplier<XenbusAdmin> admin,
            Supplier<XenStore> store,
            Function<DeviceId, List<String>> configurationNotes) {
        this.admin = admin;
        this.store = store;
        this.configurationNotes = configurationNotes;
    }

    /** @return all devices, as JSON */
    public String views() {
        return new JsonText(admin.get().devices()) + "\n";
    }

    /** @return what happened to devices in their last minutes */
    String timelines() {
        StringBuilder text = new StringBuilder();
        for (HistoryView history : admin.get().histories()) {
            text.append(history.id())
                    .append(history.ended() == null ? "" : ", gone since " + history.ended())
                    .append('\n')
                    .append(renderer.format(Timeline.of(history), Page.PLAIN))
                    .append("\n\n");
        }
        return text.isEmpty() ? "nothing is kept of any device\n" : text.toString();
    }

    /** @return the same for programs: an object with {@code histories}, and how many are left out as there are too many */
    public String timelinesAsJson() {
        return bounded("histories", admin.get().histories(), Json::of, MAX_HISTORIES);
    }

    /** @return why devices are not served, of those that are not */
    String explanations() {
        StringBuilder text = new StringBuilder();
        for (DeviceView device : admin.get().devices()) {
            if (device.health() != Health.WELL) {
                text.append(renderer.format(Explanation.of(device, configurationNotes.apply(device.id())), Page.PLAIN))
                        .append("\n\n");
            }
        }
        return text.isEmpty() ? "each device is served, and nothing is wrong\n" : text.toString();
    }

    /** @return the nodes of both sides of each device */
    String nodes() {
        StringBuilder text = new StringBuilder();
        for (DeviceView device : admin.get().devices()) {
            for (String directory : List.of(device.backendPath(), device.frontendPath())) {
                if (text.length() > MAX_NODES) {
                    return text.append("… the nodes of more devices are left out\n")
                            .toString();
                }
                if (!directory.isEmpty()) {
                    add(directory, text);
                }
            }
        }
        return text.toString();
    }

    /**
     * The same for programs: an object with {@code devices}, and how many are left out because there is too much. Values are what the
     * core reads: bytes that are no UTF-8 are replacement characters.
     *
     * @return the text
     */
    public String nodesAsJson() {
        return bounded(
                "devices",
                admin.get().devices(),
                device -> Json.of(new Nodes(device.id(), side(device.backendPath()), side(device.frontendPath()))),
                MAX_NODES);
    }

    /** @param most characters; what does not fit is left out and counted, so that the text stays JSON */
    private static <T> String bounded(String name, List<T> all, Function<T, String> json, int most) {
        StringBuilder text = new StringBuilder("{\"" + name + "\":[");
        int leftOut = 0;
        String separator = "\n";
        for (T each : all) {
            String one = json.apply(each);
            if (text.length() + one.length() > most) {
                leftOut++;
            } else {
                text.append(separator).append(one);
                separator = ",\n";
            }
        }
        return text.append("],\"leftOut\":").append(leftOut).append("}\n").toString();
    }

    private Side side(String directory) {
        Map<String, @Nullable String> nodes = new LinkedHashMap<>();
        try {
            if (!directory.isEmpty()) {
                StorePath top = StorePath.of(directory);
                for (NodeView node : new NodeWalk(store.get(), top, true, false).nodes()) {
                    nodes.put(node.path().relativeTo(top), isSecret(node) ? null : node.value());
                }
            }
            return new Side(directory, nodes, directory.isEmpty() ? "its path is not known" : "");
        } catch (CommandFailure | XenStoreException unreadable) {
            return new Side(directory, Map.of(), String.valueOf(unreadable.getMessage()));
        }
    }

    private void add(String directory, StringBuilder text) {
        try {
            for (NodeView node : new NodeWalk(store.get(), StorePath.of(directory), true, false).nodes()) {
                text.append(node.path()).append(" = \"").append(shown(node)).append("\"\n");
            }
        } catch (CommandFailure
                | XenStoreException unreadable) { // the toolstack may have removed it, or a guest filled it
            text.append(directory).append(": ").append(unreadable.getMessage()).append('\n');
        }
    }

    private static String shown(NodeView node) {
        return PrintableText.of(SecretValues.shown(node.path().name(), node.value()));
    }

    private static boolean isSecret(NodeView node) {
        return !node.value().isEmpty() && SecretValues.isSecret(node.path().name());
    }
}
