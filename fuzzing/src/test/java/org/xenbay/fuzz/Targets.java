// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.nio.file.Path;

/** All targets, by the names that {@code ./fuzz} takes. */
enum Targets {
    NINEP(
            "9P messages of a client on a socket: decoder and session, on real files, in each security model",
            NinePTarget::new),
    SHARE(
            "a guest's shared folder: nodes, rings and messages, in each security model, with limits",
            folder -> new DeviceTarget(new ShareKind(folder))),
    CONSOLE("a guest's console: nodes and rings, with a reader", folder -> new DeviceTarget(new ConsoleKind(folder))),
    KEYBOARD("a guest's keyboard: nodes and event rings, with keys", folder -> new DeviceTarget(new KeyboardKind())),
    USB(
            "a guest's USB controller: nodes, rings and requests, with a disk",
            folder -> new DeviceTarget(new UsbKind(folder))),
    STORE_SERVER("requests to XenStore's server on its socket, as domain 0 and as a guest", StoreServerTarget::new),
    STORE_CLIENT("answers and events of a daemon to XenStore's client", StoreClientTarget::new),
    VNC("what a VNC viewer sends", VncTarget::new),
    PAGE(
            "requests to the page of the host: heads, names, forms and bundles, with and without a session",
            PageTarget::new),
    PAGE_SOCKETS(
            "frames to the page's sockets: devices, a console, and a screen that may only be looked at",
            PageSocketsTarget::new),
    RINGS(
            "both halves of each ring of shared memory, under an other half that writes anything",
            folder -> new RingsTarget());

    /** Makes a target. */
    interface Maker {
        FuzzTarget make(Path folder) throws Exception;
    }

    private final String about;
    private final Maker maker;

    Targets(String about, Maker maker) {
        this.about = about;
        this.maker = maker;
    }

    String about() {
        return about;
    }

    /** @param folder for its files */
    FuzzTarget make(Path folder) throws Exception {
        return maker.make(folder);
    }

    /** @return as it is typed */
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static Targets of(String word) {
        for (Targets each : values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("there is no target " + word);
    }
}
