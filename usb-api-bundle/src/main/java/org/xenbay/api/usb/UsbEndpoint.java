// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

/** Addresses of endpoints (bEndpointAddress). */
public final class UsbEndpoint {

    /** Set in the address of an endpoint that sends to the host. */
    public static final int IN = 0x80;

    /** The bits of the endpoint's number. */
    public static final int NUMBER = 0x0F;

    private UsbEndpoint() {}

    /**
     * @param address address of an endpoint other than 0
     * @return the address
     * @throws IllegalArgumentException when it is not such an address
     */
    public static int check(int address) {
        if ((address & ~(IN | NUMBER)) != 0 || (address & NUMBER) == 0) {
            throw new IllegalArgumentException("no endpoint has the address 0x" + Integer.toHexString(address));
        }
        return address;
    }
}
