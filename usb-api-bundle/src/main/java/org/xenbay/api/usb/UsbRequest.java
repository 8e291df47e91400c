// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A request to a device: a transfer, or a change of the device. The host's USB stack has to know of such changes, so they must
 * not be sent as plain control transfers.
 *
 * <p>Buffers are direct, because the hypervisor copies guest memory into them, and the host's USB stack reads them. They are
 * used from position to limit; neither moves. An endpoint's address is: number in bits 0 to 3, bit 7 set for IN
 * (bEndpointAddress). All records check their parts and throw {@link IllegalArgumentException}.
 */
public sealed interface UsbRequest {

    /** A request that moves bytes. */
    sealed interface Transfer extends UsbRequest {

        /** @return the endpoint's address, bit 7 set for IN */
        int endpoint();

        /** @return the bytes to send, or room for the received bytes */
        ByteBuffer data();

        /** @return whether bytes come from the device */
        default boolean isIn() {
            return (endpoint() & UsbEndpoint.IN) != 0;
        }
    }

    /**
     * A control transfer on endpoint 0. Not for requests that another record of {@link UsbRequest} represents, nor for
     * SET_ADDRESS: a device of the host rejects them, as they would confuse the host's USB stack.
     *
     * @param setup its first stage
     * @param data {@code setup.length()} bytes to send or room for as many; hosts may reject more than 4096
     * @param shortNotOk whether fewer bytes than asked for are {@link UsbResult.Status#SHORT}
     */
    record Control(UsbSetup setup, ByteBuffer data, boolean shortNotOk) implements Transfer {
        /** Checks the buffer. */
        public Control {
            Buffers.check(data, Buffers.MAX_CONTROL);
            if (data.remaining() != setup.length()) {
                throw new IllegalArgumentException(
                        "a buffer of " + data.remaining() + " bytes for a stage of " + setup.length());
            }
        }

        @Override
        public int endpoint() {
            return setup.isIn() ? UsbEndpoint.IN : 0;
        }
    }

    /**
     * A bulk transfer.
     *
     * @param endpoint the endpoint's address
     * @param data at most {@link UsbSession#MAX_LENGTH} bytes
     * @param shortNotOk IN: whether fewer bytes than there is room for are {@link UsbResult.Status#SHORT}
     * @param zeroPacket OUT: whether a transfer that ends with a full packet is followed by an empty one
     */
    record Bulk(int endpoint, ByteBuffer data, boolean shortNotOk, boolean zeroPacket) implements Transfer {
        /** Checks endpoint and buffer. */
        public Bulk {
            UsbEndpoint.check(endpoint);
            Buffers.check(data, UsbSession.MAX_LENGTH);
        }
    }

    /**
     * An interrupt transfer. From an IN endpoint it waits until the endpoint sends data.
     *
     * @param endpoint the endpoint's address
     * @param data at most {@link UsbSession#MAX_LENGTH} bytes
     * @param interval interval between polls, in frames (1 ms; micro-frames of 125 us at {@link UsbSpeed#HIGH} and above); 0
     *     for the interval in the endpoint's descriptor; a device of the host always uses that one
     * @param shortNotOk IN: whether fewer bytes than there is room for are {@link UsbResult.Status#SHORT}
     */
    record Interrupt(int endpoint, ByteBuffer data, int interval, boolean shortNotOk) implements Transfer {
        /** Checks endpoint, buffer and interval. */
        public Interrupt {
            UsbEndpoint.check(endpoint);
            Buffers.check(data, UsbSession.MAX_LENGTH);
            Buffers.checkInterval(interval);
        }
    }

    /**
     * An isochronous transfer. Its packets are transferred at a steady rate, after those submitted earlier, and are not
     * repeated if they fail.
     *
     * @param endpoint the endpoint's address
     * @param data the packets one after the other without gaps: packet k begins after the full lengths of the earlier packets,
     *     even if less was transferred in one of them
     * @param packets the packets' lengths in bytes, 1 to {@link UsbSession#MAX_PACKETS} of them; copied
     * @param interval as {@link Interrupt#interval()}
     */
    record Isochronous(int endpoint, ByteBuffer data, int[] packets, int interval) implements Transfer {
        /** Checks endpoint, buffer, packets and interval. */
        public Isochronous {
            UsbEndpoint.check(endpoint);
            Buffers.check(data, UsbSession.MAX_LENGTH);
            Buffers.checkInterval(interval);
            packets = packets.clone();
            Buffers.checkPackets(packets, data.remaining());
        }

        /** @return the packets' lengths, a copy */
        @Override
        public int[] packets() {
            return packets.clone();
        }
    }

    /**
     * SET_CONFIGURATION.
     *
     * @param value bConfigurationValue, 1 to 255, or 0 for none
     */
    record SetConfiguration(int value) implements UsbRequest {
        /** Checks the value. */
        public SetConfiguration {
            Objects.checkIndex(value, 256);
        }
    }

    /**
     * SET_INTERFACE.
     *
     * @param number bInterfaceNumber, 0 to 255
     * @param alternate bAlternateSetting, 0 to 255
     */
    record SetInterface(int number, int alternate) implements UsbRequest {
        /** Checks the numbers. */
        public SetInterface {
            Objects.checkIndex(number, 256);
            Objects.checkIndex(alternate, 256);
        }
    }

    /**
     * CLEAR_FEATURE(ENDPOINT_HALT), which also resets the host's data toggle.
     *
     * @param endpoint the endpoint's address
     */
    record ClearHalt(int endpoint) implements UsbRequest {
        /** Checks the endpoint. */
        public ClearHalt {
            UsbEndpoint.check(endpoint);
        }
    }

    /**
     * A reset of the device's port. The device loses its state; then the host's USB stack restores its configuration and its
     * alternate settings. A device that has become another one by then counts as gone.
     */
    record Reset() implements UsbRequest {}
}
