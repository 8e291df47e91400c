// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import java.util.List;
import java.util.Objects;

/**
 * How a request ended.
 *
 * @param status how the request ended
 * @param actualLength number of bytes transferred, also when it failed; at most the buffer's size. For a control transfer
 *     without the setup stage, for an isochronous one the sum of its packets; 0 for a change of the device
 * @param packets how each packet of an isochronous transfer ended, in order; empty when no packet was transferred
 */
public record UsbResult(Status status, int actualLength, List<Packet> packets) {

    /** How a request or a packet can end. */
    public enum Status {
        /** Success; an IN transfer may have fewer bytes than its buffer. Also an isochronous request whose packets failed. */
        COMPLETED,
        /** Fewer bytes than the buffer, in a request with {@code shortNotOk}. The buffer contains those bytes. */
        SHORT,
        /** The endpoint is halted, or the device does not know the control request. */
        STALL,
        /** The device did not answer before the host's time limit. Only changes of the device have such a limit. */
        TIMEOUT,
        /** It was cancelled, or ended by a change of the device or by the close. */
        CANCELLED,
        /** The device sent more than there was room for (babble). */
        OVERFLOW,
        /** The device is gone. */
        NO_DEVICE,
        /**
         * It was not started: the endpoint, interface or configuration does not exist now, the device does not accept this kind
         * of request, too many requests are under way, or the host has no memory for it.
         */
        REJECTED,
        /** The bus, the device or the host's controller failed. */
        ERROR
    }

    /**
     * How a packet ended.
     *
     * @param status how it ended
     * @param actualLength number of bytes transferred
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
     * @return the result of a request that transferred no bytes
     */
    public static UsbResult of(Status status) {
        return of(status, 0);
    }

    /** @return number of packets that failed */
    public int errorCount() {
        return (int) packets.stream()
                .filter(packet -> packet.status() != Status.COMPLETED)
                .count();
    }
}
