// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import org.xenbay.api.ring.RequestRingBack;
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.api.xen.SharedMemory;

/**
 * The ring of plug events (xen/include/public/io/usbif.h, struct usbif_conn_request and _response). A request is empty, and
 * permits one event; this code calls it a ticket.
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
     * @return whether there was a ticket, so that the guest gets the event; if not, the guest signals when it puts one into the
     *     ring
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
