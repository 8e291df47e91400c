// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.List;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.PrintableText;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.DeviceView.Health;
import org.xenbay.api.management.HistoryView;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.shell.internal.render.Explanation;
import org.xenbay.shell.internal.render.JsonText;
import org.xenbay.shell.internal.render.NodeView;
import org.xenbay.shell.internal.render.Page;
import org.xenbay.shell.internal.render.Renderer;
import org.xenbay.shell.internal.render.Timeline;
import org.xenbay.shell.internal.report.SecretValues;

/** The parts of a report that are about devices. From any thread. */
final class DeviceReport {

    /** Most characters of all nodes. Guests write some of them. */
    static final int MAX_NODES = 16 << 20;

    private final Platform platform;
    private final Renderer renderer = new Renderer();

    DeviceReport(Platform platform) {
        this.platform = platform;
    }

    /** @return all devices, as JSON */
    String views() {
        return new JsonText(platform.admin().devices()) + "\n";
    }

    /** @return what happened to devices in their last minutes */
    String timelines() {
        StringBuilder text = new StringBuilder();
        for (HistoryView history : platform.admin().histories()) {
            text.append(history.id())
                    .append(history.ended() == null ? "" : ", gone since " + history.ended())
                    .append('\n')
                    .append(renderer.format(Timeline.of(history), Page.PLAIN))
                    .append("\n\n");
        }
        return text.isEmpty() ? "nothing is kept of any device\n" : text.toString();
    }

    /** @return why devices are not served, of those that are not */
    String explanations() {
        StringBuilder text = new StringBuilder();
        for (DeviceView device : platform.admin().devices()) {
            if (device.health() != Health.WELL) {
                text.append(renderer.format(
                                Explanation.of(device, platform.configurationNotes(device.id())), Page.PLAIN))
                        .append("\n\n");
            }
        }
        return text.isEmpty() ? "each device is served, and nothing is wrong\n" : text.toString();
    }

    /** @return the nodes of both sides of each device */
    String nodes() {
        StringBuilder text = new StringBuilder();
        for (DeviceView device : platform.admin().devices()) {
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

    private void add(String directory, StringBuilder text) {
        try {
            for (NodeView node : new NodeWalk(platform.store(), StorePath.of(directory), true, false).nodes()) {
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
}
