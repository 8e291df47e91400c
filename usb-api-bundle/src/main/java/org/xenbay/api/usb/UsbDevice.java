// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A USB device that can be given to a guest. Register it as a service; the service goes when the device does. The object
 * stands for one time of being plugged in: a device that comes back is another object.
 */
@ConsumerType
public interface UsbDevice {

    /** Service property: {@link UsbDeviceInfo#path()}. */
    String PATH = "usb.path";

    /** Service property: {@link UsbDeviceInfo#hardware()}. */
    String HARDWARE = "usb.hardware";

    /** Service property: {@link UsbDeviceInfo#serial()}. */
    String SERIAL = "usb.serial";

    /** @return what it is and where it is plugged in; constant, and no call to the device */
    UsbDeviceInfo info();

    /**
     * Takes the device for one user: a device of the host is taken from the host's drivers, all of its interfaces. At most
     * one session is there at a time, until its close is done. Returns at once.
     *
     * @param listener told when the device goes
     * @return the session, which the caller closes; when this future is cancelled, a session that comes nevertheless
     *     is closed by the device. Fails with a {@link UsbException}, whose message is one line for an operator:
     *     {@link UsbException.Reason#IN_USE} when it has a session or another program has claimed it,
     *     {@link UsbException.Reason#IN_USE_BY_HOST} when the host would lose data, or its connection: a mounted file system,
     *     an address of a network interface, a program that has a file of the device open;
     *     {@link UsbException.Reason#NO_PERMISSION}, {@link UsbException.Reason#NO_DEVICE}. Completed on any thread
     */
    CompletableFuture<UsbSession> open(UsbSession.Listener listener);

    /**
     * Takes the device also from uses of the host: it is as if it was pulled out, and what the host has not written to it is
     * lost. For an operator who says so.
     *
     * @param listener as with {@link #open}
     * @return as with {@link #open}, but never failed with {@link UsbException.Reason#IN_USE_BY_HOST}
     */
    default CompletableFuture<UsbSession> openByForce(UsbSession.Listener listener) {
        return open(listener);
    }
}
