// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.xenbay.api.usb.UsbDeviceInfo;
import org.xenbay.api.usb.UsbEndpoint;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbRequest.ClearHalt;
import org.xenbay.api.usb.UsbRequest.Reset;
import org.xenbay.api.usb.UsbRequest.SetConfiguration;
import org.xenbay.api.usb.UsbRequest.SetInterface;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.api.usb.UsbSetup;

/**
 * A device in a port, as the guest's USB stack sees it.
 *
 * <p>The root hub is in the guest's driver, so the backend does not get the reset of a port. It recognises a reset when the
 * guest reads the descriptor of a device with an address at address 0 again. The guest and the host assign different addresses,
 * so SET_ADDRESS is not passed on. While a change of the device is under way, other requests wait, because the session does not
 * order them. On the device's executor.
 */
final class Attachment {

    /** Any address is accepted: the guest assigned one under an earlier daemon. */
    static final int UNKNOWN_ADDRESS = -1;

    private static final int STANDARD_DEVICE = 0x00;
    private static final int STANDARD_INTERFACE = 0x01;
    private static final int STANDARD_ENDPOINT = 0x02;
    private static final int STANDARD_DEVICE_IN = 0x80;
    private static final int CLEAR_FEATURE = 1;
    private static final int SET_ADDRESS = 5;
    private static final int GET_DESCRIPTOR = 6;
    private static final int SET_CONFIGURATION = 9;
    private static final int SET_INTERFACE = 11;
    private static final int MAX_ADDRESS = 127;
    private static final int BYTE = 0xFF;

    private final UsbDeviceInfo info;
    private final UsbSession session;
    private final long number;
    private final Deque<Urb> waiting = new ArrayDeque<>();
    private int address;
    /** Whether it was used since its last reset. */
    private boolean used = true;
    /** Whether a change of it is under way. */
    private boolean changing;

    /** @param number distinguishes it from earlier attachments of a port */
    Attachment(UsbDeviceInfo info, UsbSession session, long number) {
        this.info = info;
        this.session = session;
        this.number = number;
    }

    UsbDeviceInfo info() {
        return info;
    }

    UsbSession session() {
        return session;
    }

    long number() {
        return number;
    }

    int address() {
        return address;
    }

    boolean isUsed() {
        return used;
    }

    /** Continues where a predecessor stopped. */
    void restore(int lastAddress, boolean wasUsed) {
        address = lastAddress;
        used = wasUsed;
    }

    Deque<Urb> waiting() {
        return waiting;
    }

    boolean isChanging() {
        return changing;
    }

    void changing(boolean now) {
        changing = now;
    }

    /** How a request is handled. */
    sealed interface Handling {

        /** The request is answered at once. */
        record Answer(UrbStatus status) implements Handling {}

        /** The device is reset, and then the request is handled again. */
        record ResetFirst() implements Handling {}

        /** The device is changed. */
        record Change(UsbRequest request) implements Handling {}

        /** The request is carried out unchanged. */
        record Transfer() implements Handling {}
    }

    /** @return how a valid request is handled */
    Handling course(Urb urb) {
        int asked = urb.pipe().address();
        if (urb.pipe().kind() == Pipe.Kind.CONTROL) {
            UsbSetup setup = urb.request().setup();
            return asked == 0 ? atAddressZero(setup) : known(asked) ? control(setup) : answer(UrbStatus.NODEV);
        }
        if (asked == 0 || !known(asked)) {
            return answer(UrbStatus.NODEV);
        }
        used = true;
        return new Handling.Transfer();
    }

    private boolean known(int asked) {
        if (address == UNKNOWN_ADDRESS) {
            address = asked;
        }
        return asked == address;
    }

    /** Requests that a device without an address accepts (USB 2.0, 9.1.1.3 and table 9-3). */
    private Handling atAddressZero(UsbSetup setup) {
        boolean describes = setup.requestType() == STANDARD_DEVICE_IN && setup.request() == GET_DESCRIPTOR;
        boolean addresses = setup.requestType() == STANDARD_DEVICE && setup.request() == SET_ADDRESS;
        if (!describes && !addresses) {
            return answer(UrbStatus.INVAL);
        }
        if (used) {
            return new Handling.ResetFirst();
        }
        address = 0;
        return addresses ? setAddress(setup) : new Handling.Transfer();
    }

    private Handling setAddress(UsbSetup setup) {
        if (setup.value() > MAX_ADDRESS) {
            return answer(UrbStatus.STALL);
        }
        address = setup.value();
        return answer(UrbStatus.OK);
    }

    private Handling control(UsbSetup setup) {
        if (setup.requestType() == STANDARD_DEVICE && setup.request() == SET_ADDRESS) {
            return setAddress(setup);
        }
        used = true;
        return change(setup).<Handling>map(Handling.Change::new).orElse(new Handling.Transfer());
    }

    /**
     * Standard requests that the host's USB stack has to make; class and vendor requests of the same number are passed on.
     */
    private static Optional<UsbRequest> change(UsbSetup setup) {
        int type = setup.requestType();
        int request = setup.request();
        if (type == STANDARD_DEVICE && request == SET_CONFIGURATION) {
            return Optional.of(new SetConfiguration(setup.value() & BYTE));
        }
        if (type == STANDARD_INTERFACE && request == SET_INTERFACE) {
            return Optional.of(new SetInterface(setup.index() & BYTE, setup.value() & BYTE));
        }
        boolean halt = type == STANDARD_ENDPOINT && request == CLEAR_FEATURE && setup.value() == 0;
        boolean endpoint = (setup.index() & ~(UsbEndpoint.IN | UsbEndpoint.NUMBER)) == 0
                && (setup.index() & UsbEndpoint.NUMBER) != 0;
        return halt && endpoint ? Optional.of(new ClearHalt(setup.index())) : Optional.empty();
    }

    /** Forgets the device's address. */
    UsbRequest reset() {
        address = 0;
        used = false;
        return new Reset();
    }

    private static Handling answer(UrbStatus status) {
        return new Handling.Answer(status);
    }
}
