// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.software;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbDeviceInfo;
import org.xenbay.api.usb.UsbException;
import org.xenbay.api.usb.UsbException.Reason;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.api.usb.UsbSpeed;

/** A USB device made of software. */
public final class SoftwareDevice implements UsbDevice, AutoCloseable {

    private final UsbDeviceInfo info;
    private final Descriptors descriptors;
    private final Supplier<DeviceFunction> functions;

    @GuardedBy("this")
    private @Nullable SoftwareSession session;

    @GuardedBy("this")
    private boolean pulled;

    /**
     * @param name its path: begins with a letter
     * @param speed speed of its connection
     * @param descriptors its descriptors
     * @param functions makes its function for each session
     */
    public SoftwareDevice(String name, UsbSpeed speed, Descriptors descriptors, Supplier<DeviceFunction> functions) {
        this.descriptors = descriptors;
        this.functions = functions;
        this.info = new UsbDeviceInfo(
                name,
                0,
                0,
                speed,
                descriptors.all(),
                descriptors.strings().get(2),
                descriptors.strings().get(0) + " " + descriptors.strings().get(1));
    }

    /**
     * @param name of a device, as an operator has written it
     * @return the name
     * @throws IllegalArgumentException when it is not a valid name; names of host devices begin with a digit
     */
    public static String named(String name) {
        if (!name.isEmpty() && !Character.isLetter(name.charAt(0))) {
            throw new IllegalArgumentException("");
        }
        return name;
    }

    /** @return the service's properties */
    public Dictionary<String, Object> properties() {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(PATH, info.path());
        properties.put(HARDWARE, info.hardware());
        properties.put(SERIAL, info.serial());
        return properties;
    }

    @Override
    public UsbDeviceInfo info() {
        return info;
    }

    @Override
    public synchronized CompletableFuture<UsbSession> open(UsbSession.Listener listener) {
        if (pulled) {
            return CompletableFuture.failedFuture(
                    new UsbException(Reason.NO_DEVICE, "the USB device " + info.path() + " is not there any more"));
        }
        if (session != null && !session.closed().isDone()) {
            return CompletableFuture.failedFuture(
                    new UsbException(Reason.IN_USE, "the USB device " + info.path() + " is in use"));
        }
        session = new SoftwareSession(info.path(), descriptors, functions.get(), listener);
        return CompletableFuture.completedFuture(session);
    }

    /** Unplugs it and notifies its session. Returns when the session has ended. */
    @Override
    public void close() {
        SoftwareSession last;
        synchronized (this) {
            pulled = true;
            last = session;
        }
        if (last != null) {
            last.pull();
            last.awaitEnd();
        }
    }
}
