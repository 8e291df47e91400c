// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.api.usb.UsbException;
import org.xenbay.nativexen.libusb.LibUsb;
import org.xenbay.nativexen.libusb.LibUsbAbi;

/** The one thread that handles the ends of all devices' transfers. */
final class EventThread implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EventThread.class.getName());
    private static final long STOP_SECONDS = 5;

    private final LibUsb usb;
    private final Map<Long, InFlightTransfer> flights = new ConcurrentHashMap<>();
    private final Thread thread = DaemonThreads.of("xenbay-usb", this::run);
    private volatile boolean stopping;
    private volatile String broken = "";

    EventThread(LibUsb usb) {
        this.usb = usb;
        thread.start();
    }

    /** Begins a transfer. */
    void begin(InFlightTransfer inFlight) {
        flights.put(inFlight.address(), inFlight);
        inFlight.submit();
    }

    /** Forgets a transfer that has ended without an event, before its memory is reused. */
    void forget(InFlightTransfer inFlight) {
        flights.remove(inFlight.address(), inFlight);
    }

    /** @throws UsbException when the thread has stopped to handle events */
    void check() throws UsbException {
        if (!broken.isEmpty()) {
            throw new UsbException(UsbException.Reason.FAILED, broken);
        }
    }

    private void run() {
        while (!stopping) {
            int result = usb.handleEvents(this::heard);
            if (result != 0 && result != LibUsbAbi.ERROR_INTERRUPTED) {
                broken = "libusb does not hear the ends of transfers any more (error " + result + "): restart xenbay";
                LOG.log(Level.ERROR, broken);
                return;
            }
        }
    }

    /** Logs a failure of a listener, whose exception must not reach the library. */
    private void heard(long transfer) {
        try {
            InFlightTransfer inFlight = flights.remove(transfer);
            if (inFlight == null) {
                throw new IllegalStateException("a transfer ended that was not begun");
            }
            inFlight.completed();
        } catch (RuntimeException failed) {
            LOG.log(Level.ERROR, "the end of a USB transfer could not be reported", failed);
        }
    }

    /** Ends the thread and the library; if the thread does not end, the library stays as it is. */
    @Override
    public void close() {
        stopping = true;
        usb.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive() || !flights.isEmpty()) {
            LOG.log(Level.ERROR, "libusb is not ended: " + flights.size() + " transfers are still with it");
        } else {
            usb.exit();
        }
    }
}
