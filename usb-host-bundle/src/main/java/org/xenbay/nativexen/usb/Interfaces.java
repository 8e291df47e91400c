// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import org.xenbay.api.usb.UsbDescriptors;

/**
 * Parses the interfaces of a device's configurations and their endpoints. Descriptors come from the device: an invalid one
 * ends the parsing.
 */
final class Interfaces {

    /** Most interfaces that libusb can claim (USB_MAXINTERFACES). */
    static final int MAX = 32;

    private static final int CONFIGURATION_VALUE = 5;
    private static final int NUMBER = 2;
    private static final int ADDRESS = 2;
    private static final int SMALLEST = 2;

    /** Visits descriptors, in order. */
    private interface Visitor {
        void visit(int type, int configuration, int number, int at);
    }

    private final ByteBuffer bytes;

    Interfaces(UsbDescriptors descriptors) {
        bytes = descriptors.bytes();
    }

    /**
     * @param configuration bConfigurationValue
     * @return the numbers of its interfaces
     */
    Set<Integer> of(int configuration) {
        Set<Integer> numbers = new TreeSet<>();
        walk((type, in, number, at) -> {
            if (type == UsbDescriptors.INTERFACE && in == configuration && number < MAX) {
                numbers.add(number);
            }
        });
        return numbers;
    }

    /**
     * @param configuration bConfigurationValue
     * @param interfaceNumber bInterfaceNumber
     * @return the addresses of its endpoints in all of its alternate settings
     */
    Set<Integer> endpoints(int configuration, int interfaceNumber) {
        Set<Integer> addresses = new TreeSet<>();
        walk((type, in, number, at) -> {
            if (type == UsbDescriptors.ENDPOINT && in == configuration && number == interfaceNumber) {
                addresses.add(bytes.get(at + ADDRESS) & 0xFF);
            }
        });
        return addresses;
    }

    private void walk(Visitor visitor) {
        int configuration = 0;
        int number = -1;
        int at = 0;
        while (at + SMALLEST <= bytes.limit()) {
            int length = bytes.get(at) & 0xFF;
            int type = bytes.get(at + 1) & 0xFF;
            if (length < SMALLEST || at + length > bytes.limit()) {
                return;
            }
            if (type == UsbDescriptors.CONFIGURATION && length > CONFIGURATION_VALUE) {
                configuration = bytes.get(at + CONFIGURATION_VALUE) & 0xFF;
                number = -1;
            } else if (type == UsbDescriptors.INTERFACE && length > NUMBER) {
                number = bytes.get(at + NUMBER) & 0xFF;
            }
            if (length > ADDRESS) {
                visitor.visit(type, configuration, number, at);
            }
            at += length;
        }
    }
}
