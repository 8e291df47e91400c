// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import org.xenbay.api.ring.RequestRingBack;
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.api.xen.SharedMemory;

/**
 * The ring of plug events (xen/include/public/io/usbif.h, struct usbif_conn_request and _response). A request is an empty
 * ticket: each ticket permits one event.
 */
final class ConnRing {

    /** Nothing is plugged in. */
    static final int NONE = 0;

    private static final int SIZE = 4;

    private final RequestRingBack ring;
    private final byte[] ticket = new byte[SIZE];

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

    /**
     * @return whether there was a ticket, so that the guest will be told; if not, the guest signals when it has given one
     */
    boolean tell(int port, int speed) {
        if (!ring.hasNext()) {
            return false;
        }
        ring.take(ticket);
        ticket[2] = (byte) port;
        ticket[3] = (byte) speed;
        ring.put(ticket, SIZE);
        return true;
    }

    /** @return whether the guest has to be signalled */
    boolean publish() {
        return ring.publish();
    }
}
