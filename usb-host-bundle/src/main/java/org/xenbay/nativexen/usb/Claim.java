// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xenbay.api.usb.UsbException;
import org.xenbay.api.usb.UsbException.Reason;
import org.xenbay.nativexen.libusb.LibUsb;
import org.xenbay.nativexen.libusb.LibUsbAbi;

/**
 * A device that was taken from the host's drivers: all interfaces of its configuration are claimed. The calls wait for the
 * device, some of them for seconds; one thread at a time makes them.
 */
final class Claim {

    private final LibUsb usb;
    private final HostDevice device;
    private final int descriptor;
    private final long handle;
    private final int firstConfiguration;

    /** Interfaces that are claimed now. */
    private final BitSet claimed = new BitSet();

    /** Interfaces that a driver of the host was detached from. */
    private final BitSet driven = new BitSet();

    /** Interfaces that are not in their first alternate setting. */
    private final BitSet altered = new BitSet();

    /** Endpoints that have answered with STALL. The event thread adds to it. */
    private final Set<Integer> halted = ConcurrentHashMap.newKeySet();

    private Claim(LibUsb usb, HostDevice device, int descriptor, long handle) {
        this.usb = usb;
        this.device = device;
        this.descriptor = descriptor;
        this.handle = handle;
        this.firstConfiguration = usb.configuration(handle);
    }

    /** @throws UsbException when it cannot be claimed; then the host keeps it */
    static Claim take(LibUsb usb, HostDevice device) throws UsbException {
        int descriptor = usb.openFile(device.node().toString());
        if (descriptor < 0) {
            throw Refusals.ofOpen(device, -descriptor, usb.errorText(-descriptor));
        }
        long[] handle = new long[1];
        int result = usb.wrap(descriptor, handle);
        if (result != 0) {
            usb.closeFile(descriptor);
            throw Refusals.ofLibrary(device, "opened by libusb", result);
        }
        Claim claim = new Claim(usb, device, descriptor, handle[0]);
        try {
            claim.claimAll();
        } catch (UsbException refused) {
            claim.giveBack(false);
            throw refused;
        }
        return claim;
    }

    long handle() {
        return handle;
    }

    /** @return bConfigurationValue now, 0 for none */
    int configuration() {
        return Math.max(0, usb.configuration(handle));
    }

    private void claimAll() throws UsbException {
        int configuration = usb.configuration(handle);
        if (configuration < 0) {
            throw Refusals.ofLibrary(device, "asked for its configuration", configuration);
        }
        for (int number : device.interfaces().of(configuration)) {
            int detached = usb.detachDriver(handle, number);
            if (detached == 0) {
                driven.set(number);
            } else if (detached != LibUsbAbi.ERROR_NOT_FOUND) {
                throw Refusals.ofLibrary(device, "taken from the host's driver", detached);
            }
            int result = usb.claim(handle, number);
            if (result != 0) {
                throw result == LibUsbAbi.ERROR_BUSY
                        ? new UsbException(
                                Reason.IN_USE, device.name() + " is in use by " + Refusals.holder(device.node()))
                        : Refusals.ofLibrary(device, "claimed", result);
            }
            claimed.set(number);
        }
    }

    private void releaseAll() {
        claimed.stream().forEach(number -> usb.release(handle, number));
        claimed.clear();
    }

    /**
     * Does not send a configuration again that is set already: libusb does a lightweight reset in this case, from which some
     * devices do not recover. Instead, this method produces the effects on the device's state one by one.
     *
     * @return 0 or libusb's error; interfaces that another program has claimed meanwhile are reported as the device's trouble
     */
    int setConfiguration(int value) {
        if (value != 0 && value == configuration()) {
            return beginAgain();
        }
        releaseAll();
        int result = usb.setConfiguration(handle, value);
        if (result == 0) {
            altered.clear();
            halted.clear();
        }
        try {
            claimAll();
        } catch (UsbException refused) {
            return result == 0 ? LibUsbAbi.ERROR_BUSY : result;
        }
        return result;
    }

    /** Sets the first alternate settings and clears all halts (USB 2.0, 9.1.1.5). */
    private int beginAgain() {
        int result = 0;
        for (int number : altered.stream().toArray()) {
            result = result == 0 ? setInterface(number, 0) : result;
        }
        for (int endpoint : Set.copyOf(halted)) {
            result = result == 0 ? clearHalt(endpoint) : result;
        }
        return result;
    }

    /**
     * Always sends the request, even for the current setting, because it resets the endpoints' data toggles.
     *
     * @return 0 or libusb's error
     */
    int setInterface(int number, int alternate) {
        if (!claimed.get(number)) {
            return LibUsbAbi.ERROR_NOT_FOUND;
        }
        int result = usb.setInterface(handle, number, alternate);
        if (result == 0) {
            altered.set(number, alternate != 0);
            halted.removeAll(device.interfaces().endpoints(configuration(), number));
        }
        return result;
    }

    /** An endpoint has answered with STALL. From any thread. */
    void halted(int endpoint) {
        halted.add(endpoint);
    }

    /** @return 0 or libusb's error */
    int clearHalt(int endpoint) {
        int result = usb.clearHalt(handle, endpoint);
        if (result == 0) {
            halted.remove(endpoint);
        }
        return result;
    }

    /** @return 0 or libusb's error; a device that has become another one counts as gone */
    int reset() {
        int result = usb.reset(handle);
        if (result == 0) {
            halted.clear();
        }
        return result == LibUsbAbi.ERROR_NOT_FOUND ? LibUsbAbi.ERROR_NO_DEVICE : result;
    }

    /**
     * Returns the device to the host's drivers. Errors are ignored: each step is tried, and all of them fail for a device that
     * is gone.
     *
     * @param used whether requests were sent to it, so that it needs a reset
     */
    void giveBack(boolean used) {
        if (used) {
            usb.reset(handle);
        }
        releaseAll();
        if (firstConfiguration > 0 && usb.configuration(handle) != firstConfiguration) {
            usb.setConfiguration(handle, firstConfiguration);
        }
        driven.stream().forEach(number -> usb.attachDriver(handle, number));
        usb.close(handle);
        usb.closeFile(descriptor);
    }
}
