// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import org.xenbay.api.usb.UsbSetup;

/** Standard requests that the host's USB stack has to make itself (USB 2.0, section 9.4). */
final class StandardRequests {

    private static final int TYPE_AND_RECIPIENT = 0x7F;
    private static final int DEVICE = 0;
    private static final int INTERFACE = 1;
    private static final int ENDPOINT = 2;

    private static final int CLEAR_FEATURE = 1;
    private static final int SET_ADDRESS = 5;
    private static final int SET_CONFIGURATION = 9;
    private static final int SET_INTERFACE = 11;
    private static final int ENDPOINT_HALT = 0;

    private StandardRequests() {}

    /** @return whether it changes state of the device that the host's stack tracks */
    static boolean isTheHosts(UsbSetup setup) {
        return switch (setup.requestType() & TYPE_AND_RECIPIENT) {
            case DEVICE -> setup.request() == SET_ADDRESS || setup.request() == SET_CONFIGURATION;
            case INTERFACE -> setup.request() == SET_INTERFACE;
            case ENDPOINT -> setup.request() == CLEAR_FEATURE && setup.value() == ENDPOINT_HALT;
            default -> false;
        };
    }
}
