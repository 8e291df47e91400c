// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.util.EnumSet;
import java.util.Set;
import org.xenbay.api.device.XenbusState;

/**
 * The properties in which the drivers of Linux differ.
 *
 * @param type the frontend's directory below {@code device/}
 * @param publishesAt states of the backend that it waits for before it publishes its ring; empty when it does not wait
 * @param published its state after it has published its ring
 */
public record FrontendTraits(String type, Set<XenbusState> publishesAt, XenbusState published) {

    /** {@code drivers/tty/hvc/hvc_xen.c}, secondary consoles: does not wait. */
    public static final FrontendTraits CONSOLE = eager("console");

    /** {@code drivers/input/misc/xen-kbdfront.c}: does not wait. */
    public static final FrontendTraits VKBD = eager("vkbd");

    /** {@code drivers/video/fbdev/xen-fbfront.c}: does not wait. */
    public static final FrontendTraits VFB = eager("vfb");

    /** {@code net/9p/trans_xen.c} of recent kernels: waits for InitWait. */
    public static final FrontendTraits NINEPFS =
            new FrontendTraits("9pfs", EnumSet.of(XenbusState.INIT_WAIT), XenbusState.INITIALISED);

    /**
     * {@code drivers/usb/host/xen-hcd.c}: waits for InitWait or later, and changes to Connected without waiting for the
     * backend.
     */
    public static final FrontendTraits VUSB = new FrontendTraits(
            "vusb",
            EnumSet.of(XenbusState.INIT_WAIT, XenbusState.INITIALISED, XenbusState.CONNECTED),
            XenbusState.CONNECTED);

    /** Copies the set. */
    public FrontendTraits {
        publishesAt = Set.copyOf(publishesAt);
    }

    /**
     * @param type the frontend's directory below {@code device/}
     * @return a driver that publishes at once and changes to Initialised
     */
    public static FrontendTraits eager(String type) {
        return new FrontendTraits(type, Set.of(), XenbusState.INITIALISED);
    }

    /**
     * @param backend the backend's state
     * @return whether the ring is to be published now
     */
    boolean publishesNow(XenbusState backend) {
        return publishesAt.isEmpty() || publishesAt.contains(backend);
    }
}
