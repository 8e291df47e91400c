// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.serial;

import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.usb.software.DescriptorBuilder;
import org.xenbay.usb.software.Descriptors;
import org.xenbay.usb.software.SoftwareDevice;

/** Makes serial adapters: full-speed devices, for controllers of either version. */
public final class UsbSerial {

    /** Vendor "The Linux Foundation", which software USB devices use (usb.ids). */
    private static final int VENDOR = 0x1D6B;

    private static final int PRODUCT = 0x0106;
    private static final int COMMUNICATIONS = 2;
    private static final int CDC_DATA = 10;
    private static final int ABSTRACT_CONTROL_MODEL = 2;
    private static final int AT_COMMANDS = 1;
    private static final int BULK = 2;
    private static final int INTERRUPT = 3;
    private static final int PACKET = 64;
    private static final int CLASS_INTERFACE = 0x24;

    private UsbSerial() {}

    /**
     * @param name its path among USB devices; begins with a letter
     * @param serial its serial number
     * @return the adapter
     */
    public static SoftwareDevice echo(String name, String serial) {
        Descriptors descriptors = new DescriptorBuilder(VENDOR, PRODUCT, COMMUNICATIONS)
                .addInterface(1, COMMUNICATIONS, ABSTRACT_CONTROL_MODEL, AT_COMMANDS)
                .add(5, CLASS_INTERFACE, 0, 0x10, 0x01)
                .add(5, CLASS_INTERFACE, 1, 0, 1)
                .add(4, CLASS_INTERFACE, 2, 2)
                .add(5, CLASS_INTERFACE, 6, 0, 1)
                .addEndpoint(EchoPort.NOTIFICATIONS, INTERRUPT, 8, 16)
                .addInterface(2, CDC_DATA, 0, 0)
                .addEndpoint(EchoPort.IN, BULK, PACKET, 0)
                .addEndpoint(EchoPort.OUT, BULK, PACKET, 0)
                .build("Xenbay", "Software serial adapter", serial);
        return new SoftwareDevice(name, UsbSpeed.FULL, descriptors, EchoPort::new);
    }
}
