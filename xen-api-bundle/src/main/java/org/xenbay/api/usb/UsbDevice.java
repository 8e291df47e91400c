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
     * @return the session, to be closed by who gets it; when this future is cancelled, a session that comes nevertheless
     *     is closed by the device. Fails with a {@link UsbException}, whose message is one line for an operator:
     *     {@link UsbException.Reason#IN_USE} when it has a session or another program has claimed it,
     *     {@link UsbException.Reason#NO_PERMISSION}, {@link UsbException.Reason#NO_DEVICE}. Completed on any thread
     */
    CompletableFuture<UsbSession> open(UsbSession.Listener listener);
}
