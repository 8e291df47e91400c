// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.software;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.xenbay.api.usb.UsbDescriptors;

/** Builds descriptors of a device with one configuration (USB 2.0, 9.6). */
public final class DescriptorBuilder {

    private static final int USB_2 = 0x0200;
    private static final int CONTROL_PACKET = 64;
    private static final int CONFIGURATION_SIZE = 9;
    private static final int BUS_POWERED = 0x80;
    /** In units of 2 mA. */
    private static final int POWER = 50;

    private final byte[] device;
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private int interfaces;

    /**
     * @param vendor idVendor
     * @param product idProduct
     * @param deviceClass bDeviceClass; 0 when each interface has its own
     */
    public DescriptorBuilder(int vendor, int product, int deviceClass) {
        device = ByteBuffer.allocate(UsbDescriptors.DEVICE_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) UsbDescriptors.DEVICE_SIZE)
                .put((byte) UsbDescriptors.DEVICE)
                .putShort((short) USB_2)
                .put((byte) deviceClass)
                .put((byte) 0)
                .put((byte) 0)
                .put((byte) CONTROL_PACKET)
                .putShort((short) vendor)
                .putShort((short) product)
                .putShort((short) 0x0100)
                .put((byte) 1)
                .put((byte) 2)
                .put((byte) 3)
                .put((byte) 1)
                .array();
    }

    /**
     * @param endpoints number of endpoints that follow
     * @param triple class, subclass and protocol
     * @return this
     */
    public DescriptorBuilder addInterface(int endpoints, int... triple) {
        return add(9, UsbDescriptors.INTERFACE, interfaces++, 0, endpoints, triple[0], triple[1], triple[2], 0);
    }

    /**
     * @param address bEndpointAddress
     * @param attributes bmAttributes: 1 isochronous, 2 bulk, 3 interrupt
     * @param packet wMaxPacketSize
     * @param interval bInterval
     * @return this
     */
    public DescriptorBuilder addEndpoint(int address, int attributes, int packet, int interval) {
        return add(7, UsbDescriptors.ENDPOINT, address, attributes, packet & 0xFF, packet >> 8, interval);
    }

    /**
     * @param bytes a descriptor of a class, whole
     * @return this
     */
    public DescriptorBuilder add(int... bytes) {
        for (int value : bytes) {
            rest.write(value);
        }
        return this;
    }

    /**
     * @param maker the maker's name
     * @param product the product's
     * @param serial its serial number
     * @return the descriptors
     */
    public Descriptors build(String maker, String product, String serial) {
        byte[] parts = rest.toByteArray();
        byte[] all = ByteBuffer.allocate(UsbDescriptors.DEVICE_SIZE + CONFIGURATION_SIZE + parts.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(device)
                .put((byte) CONFIGURATION_SIZE)
                .put((byte) UsbDescriptors.CONFIGURATION)
                .putShort((short) (CONFIGURATION_SIZE + parts.length))
                .put((byte) interfaces)
                .put((byte) 1)
                .put((byte) 0)
                .put((byte) BUS_POWERED)
                .put((byte) POWER)
                .put(parts)
                .array();
        return new Descriptors(new UsbDescriptors(all), List.of(maker, product, serial));
    }
}
