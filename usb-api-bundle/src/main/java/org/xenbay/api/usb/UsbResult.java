// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import java.util.List;
import java.util.Objects;

/**
 * How a request ended.
 *
 * @param status how
 * @param actualLength bytes moved, at most as many as the buffer had, also when it failed; of a control transfer without
 *     the setup stage, of an isochronous one the sum of its packets; 0 for a change of the device
 * @param packets how each packet of an isochronous transfer ended, in order, when it came to that; else empty
 */
public record UsbResult(Status status, int actualLength, List<Packet> packets) {

    /** How a request or a packet can end. */
    public enum Status {
        /** As it should; IN perhaps with fewer bytes than there was room for. An isochronous request whose packets failed too. */
        COMPLETED,
        /** With fewer bytes than there was room for, where that was said not to be right. The bytes are there. */
        SHORT,
        /** The endpoint is halted, or the device does not know the control request. */
        STALL,
        /** The device did not answer in the host's time. Only changes of the device have such a limit. */
        TIMEOUT,
        /** It was cancelled, or ended by a change of the device or by the close. */
        CANCELLED,
        /** The device sent more than there was room for (babble). */
        OVERFLOW,
        /** The device is gone. */
        NO_DEVICE,
        /**
         * It was not begun: there is no such endpoint, interface or configuration now, the request is one that the device
         * refuses by its kind, there are too many under way, or the host is out of memory for it.
         */
        REJECTED,
        /** The bus, the device or the host's controller failed. */
        ERROR
    }

    /**
     * How a packet ended.
     *
     * @param status how
     * @param actualLength bytes moved
     */
    public record Packet(Status status, int actualLength) {
        /** Checks that nothing is missing. */
        public Packet {
            Objects.requireNonNull(status, "status");
        }
    }

    /** Copies its parts. */
    public UsbResult {
        Objects.requireNonNull(status, "status");
        packets = List.copyOf(packets);
    }

    /**
     * @param status how it ended
     * @param actualLength bytes moved
     * @return the result of a request without packets
     */
    public static UsbResult of(Status status, int actualLength) {
        return new UsbResult(status, actualLength, List.of());
    }

    /**
     * @param status how it ended
     * @return the result of a request that moved no bytes
     */
    public static UsbResult of(Status status) {
        return of(status, 0);
    }

    /** @return number of packets that did not end as they should */
    public int errorCount() {
        return (int) packets.stream()
                .filter(packet -> packet.status() != Status.COMPLETED)
                .count();
    }
}
