// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.software;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.usb.UsbDescriptors;
import org.xenbay.api.usb.UsbRequest.Control;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSetup;

/**
 * Endpoint 0: answers standard requests (USB 2.0, 9.4), and passes others to the device's function. On the session's
 * thread.
 */
final class ControlEndpoint {

    private static final int KIND = 0x60;
    private static final int RECIPIENT = 0x1F;
    private static final int RECIPIENT_ENDPOINT = 2;
    private static final int GET_STATUS = 0;
    private static final int CLEAR_FEATURE = 1;
    private static final int SET_FEATURE = 3;
    private static final int GET_DESCRIPTOR = 6;
    private static final int GET_CONFIGURATION = 8;
    private static final int GET_INTERFACE = 10;
    private static final byte[] NOTHING = {};
    private static final byte[] ZERO = {0};
    private static final byte[] ZERO_WORD = {0, 0};
    private static final byte[] HALTED = {1, 0};

    private final Descriptors descriptors;
    private final DeviceFunction function;

    ControlEndpoint(Descriptors descriptors, DeviceFunction function) {
        this.descriptors = descriptors;
        this.function = function;
    }

    UsbResult answer(Control control, int configuration, Endpoints endpoints) {
        UsbSetup setup = control.setup();
        ByteBuffer data = control.data().duplicate();
        if ((setup.requestType() & KIND) != 0) {
            int moved = function.control(setup, data);
            return moved == DeviceFunction.STALL ? UsbResult.of(Status.STALL) : result(control, moved);
        }
        byte[] answer = standard(setup, configuration, endpoints);
        if (answer == null) {
            return UsbResult.of(Status.STALL);
        }
        int length = Math.min(answer.length, data.remaining());
        data.put(answer, 0, length);
        return result(control, length);
    }

    private static UsbResult result(Control control, int length) {
        boolean tooShort = control.isIn()
                && control.shortNotOk()
                && length < control.setup().length();
        return UsbResult.of(tooShort ? Status.SHORT : Status.COMPLETED, length);
    }

    /** @return the answer, perhaps of no bytes; null for a request that the device does not know */
    private byte @Nullable [] standard(UsbSetup setup, int configuration, Endpoints endpoints) {
        boolean in = setup.isIn();
        return switch (setup.request()) {
            case GET_STATUS -> in ? status(setup, endpoints) : null;
            case GET_DESCRIPTOR -> in ? descriptors.find(setup.value()).orElse(null) : null;
            case GET_CONFIGURATION -> in ? new byte[] {(byte) configuration} : null;
            case GET_INTERFACE ->
                in && descriptors.numbers(UsbDescriptors.INTERFACE, 2).contains(setup.index()) ? ZERO : null;
            case CLEAR_FEATURE, SET_FEATURE -> in ? null : feature(setup, endpoints);
            default -> null;
        };
    }

    private static byte[] status(UsbSetup setup, Endpoints endpoints) {
        boolean ofEndpoint = (setup.requestType() & RECIPIENT) == RECIPIENT_ENDPOINT;
        return ofEndpoint
                        && endpoints.has(setup.index())
                        && endpoints.at(setup.index()).isHalted()
                ? HALTED
                : ZERO_WORD;
    }

    /** Does not handle endpoint halts: ClearHalt is a separate request. */
    private static byte @Nullable [] feature(UsbSetup setup, Endpoints endpoints) {
        if ((setup.requestType() & RECIPIENT) != RECIPIENT_ENDPOINT || setup.request() != SET_FEATURE) {
            return NOTHING;
        }
        if (!endpoints.has(setup.index())) {
            return null;
        }
        endpoints.at(setup.index()).halt();
        return NOTHING;
    }
}
