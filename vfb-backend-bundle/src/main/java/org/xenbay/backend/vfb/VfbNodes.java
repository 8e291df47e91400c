// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.util.Optional;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Publication;
import org.xenbay.api.screen.VncRequest;

/** The nodes of the backend's directory: the toolstack's requests, and the features that are offered to the guest. */
final class VfbNodes {

    static final String WIDTH = "width";
    static final String HEIGHT = "height";
    static final String VIDEO_RAM = "videoram";
    static final String VNC = "vnc";
    static final String VNC_LISTEN = "vnclisten";
    static final String VNC_DISPLAY = "vncdisplay";
    static final String VNC_UNUSED = "vncunused";
    static final String VNC_PASSWORD = "vncpasswd";

    private static final String LOOPBACK = "127.0.0.1";
    /** Ports 5900 to 5999. */
    private static final int MOST_DISPLAY = 99;

    private VfbNodes() {}

    /** Offers a size unless the toolstack does. A guest reads it once, when its driver finds the device. */
    static void offer(DeviceContext device, Publication keys, VfbSettings settings) {
        NodeValues nodes = device.backend(WIDTH, HEIGHT, VIDEO_RAM);
        if (nodes.text(WIDTH).isEmpty() && nodes.text(HEIGHT).isEmpty()) {
            keys.put(WIDTH, settings.width()).put(HEIGHT, settings.height());
        }
        if (nodes.text(VIDEO_RAM).isEmpty()) {
            keys.put(VIDEO_RAM, settings.videoRam());
        }
        keys.feature("feature-resize", true);
    }

    /**
     * @return how the toolstack wants the screen to be shown
     * @throws org.xenbay.api.device.BadNodeException when a value is not a number
     */
    static VncRequest request(DeviceContext device) {
        NodeValues nodes = device.backend(VNC, VNC_LISTEN, VNC_DISPLAY, VNC_UNUSED, VNC_PASSWORD);
        if (!nodes.flag(VNC)) {
            return VncRequest.NONE;
        }
        VncRequest request = VncRequest.of(
                nodes.text(VNC_LISTEN).filter(address -> !address.isBlank()).orElse(LOOPBACK),
                (int) nodes.number(VNC_DISPLAY, 0, MOST_DISPLAY, 0),
                nodes.number(VNC_UNUSED, 0, 1, 1) != 0);
        Optional<String> password = nodes.text(VNC_PASSWORD).filter(secret -> !secret.isEmpty());
        return password.isPresent() ? request.withPassword(password.get()) : request;
    }
}
