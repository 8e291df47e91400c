// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import org.xenbay.api.ring.RequestRingBack;
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.api.xen.SharedMemory;

/**
 * What is plugged in and pulled out (xen/include/public/io/usbif.h, struct usbif_conn_request and _response). A request is a
 * ticket without a meaning: with each the guest can be told one change.
 */
final class ConnRing {

    /** Nothing is plugged in. */
    static final int NONE = 0;

    private static final int SIZE = 4;

    private final RequestRingBack ring;
    private final byte[] ticket = new byte[SIZE];
    private boolean put;

    ConnRing(SharedMemory page) {
        ring = new RequestRingBack(page, SIZE);
    }

    static int code(UsbSpeed speed) {
        return switch (speed) {
            case LOW -> 1;
            case FULL -> 2;
            default -> 3;
        };
    }

    /** @return whether there was a ticket, and the guest will be told */
    boolean tell(int port, int speed) {
        if (!ring.take(ticket)) {
            return false;
        }
        ticket[2] = (byte) port;
        ticket[3] = (byte) speed;
        ring.put(ticket, SIZE);
        put = true;
        return true;
    }

    /** @return whether the guest wants to be told of what was put */
    boolean publish() {
        boolean changed = put;
        put = false;
        return changed && ring.publish();
    }

    /** @return whether a ticket has come after all; to be called when one is missing */
    boolean finalCheck() {
        return ring.finalCheck();
    }
}
