// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A USB device that can be assigned to a guest. Register it as a service, and unregister it when the device is unplugged. A
 * device that is plugged in again is another object.
 */
@ConsumerType
public interface UsbDevice {

    /** Service property: {@link UsbDeviceInfo#path()}. */
    String PATH = "usb.path";

    /** Service property: {@link UsbDeviceInfo#hardware()}. */
    String HARDWARE = "usb.hardware";

    /** Service property: {@link UsbDeviceInfo#serial()}. */
    String SERIAL = "usb.serial";

    /** @return the device's description and place; constant, and no call to the device */
    UsbDeviceInfo info();

    /**
     * Opens the device for one user. All interfaces of a device of the host are detached from the host's drivers. A device has
     * at most one session at a time, until its close is complete. Returns at once.
     *
     * @param listener called when the device is gone
     * @return the session, which the caller closes; when this future is cancelled, the device closes a session that it opens
     *     nevertheless. Fails with a {@link UsbException}, whose message is one line for an operator: {@link
     *     UsbException.Reason#IN_USE} when it has a session or another program has claimed it, {@link
     *     UsbException.Reason#IN_USE_BY_HOST} when the host would lose data, or its connection: a mounted file system, an
     *     address of a network interface, a program that has a file of the device open; {@link
     *     UsbException.Reason#NO_PERMISSION}, {@link UsbException.Reason#NO_DEVICE}. Completed on any thread
     */
    CompletableFuture<UsbSession> open(UsbSession.Listener listener);

    /**
     * Opens the device even if the host uses it. For the host this is like unplugging the device, and data that it has not
     * written are lost. Only on an operator's explicit request.
     *
     * @param listener as with {@link #open}
     * @return as with {@link #open}, but never failed with {@link UsbException.Reason#IN_USE_BY_HOST}
     */
    default CompletableFuture<UsbSession> openByForce(UsbSession.Listener listener) {
        return open(listener);
    }
}
