// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.api.usb.UsbDescriptors;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbDeviceInfo;
import org.xenbay.api.usb.UsbException;
import org.xenbay.api.usb.UsbException.Reason;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.nativexen.libusb.LibUsb;

/** A device of the host. It has its own thread while it is open, because some calls wait for the device. */
final class HostUsbDevice implements UsbDevice {

    private final LibUsb usb;
    private final EventThread events;
    private final HostDevice device;
    private final HostUses uses;

    @GuardedBy("this")
    private boolean taken;

    @GuardedBy("this")
    private boolean gone;

    @GuardedBy("this")
    private @Nullable HostUsbSession session;

    @GuardedBy("this")
    private CompletableFuture<Void> free = CompletableFuture.completedFuture(null);

    /** @param uses finds the host's uses of the device */
    HostUsbDevice(LibUsb usb, EventThread events, HostDevice device, HostUses uses) {
        this.usb = usb;
        this.events = events;
        this.device = device;
        this.uses = uses;
    }

    HostDevice host() {
        return device;
    }

    @Override
    public UsbDeviceInfo info() {
        return device.info();
    }

    @Override
    public CompletableFuture<UsbSession> open(UsbSession.Listener listener) {
        return open(listener, TakePolicy.CAREFUL);
    }

    @Override
    public CompletableFuture<UsbSession> openByForce(UsbSession.Listener listener) {
        return open(listener, TakePolicy.FORCED);
    }

    private synchronized CompletableFuture<UsbSession> open(UsbSession.Listener listener, TakePolicy seizure) {
        if (gone) {
            return refused(Reason.NO_DEVICE, " is gone");
        }
        if (taken) {
            return refused(Reason.IN_USE, " is in use by xenbay already");
        }
        if (device.info().descriptors().deviceClass() == UsbDescriptors.CLASS_HUB) {
            return refused(Reason.FAILED, " is a hub: the devices behind it can be attached, each by its own path");
        }
        taken = true;
        CompletableFuture<Void> ended = new CompletableFuture<>();
        free = ended;
        CompletableFuture<UsbSession> opened = new CompletableFuture<>();
        ThreadPoolExecutor worker = worker();
        worker.execute(() -> open(() -> seizure.take(usb, device, uses), listener, worker, opened, ended));
        return opened;
    }

    private CompletableFuture<UsbSession> refused(Reason reason, String why) {
        return CompletableFuture.failedFuture(new UsbException(reason, device.name() + why));
    }

    private ThreadPoolExecutor worker() {
        ThreadPoolExecutor worker = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                DaemonThreads.named("xenbay-usb-" + device.info().path()));
        worker.allowCoreThreadTimeOut(true);
        return worker;
    }

    /** Takes the device from the host. */
    private interface Taking {
        Claim take() throws UsbException;
    }

    private void open(
            Taking taking,
            UsbSession.Listener listener,
            ThreadPoolExecutor worker,
            CompletableFuture<UsbSession> opened,
            CompletableFuture<Void> ended) {
        HostUsbSession taken;
        try {
            events.check();
            taken = new HostUsbSession(usb, events, taking.take(), device, worker);
        } catch (UsbException refused) {
            worker.shutdown();
            release(ended);
            opened.completeExceptionally(refused);
            return;
        }
        taken.closed().thenRun(() -> release(ended));
        taken.listen(listener);
        boolean goneMeanwhile;
        synchronized (this) {
            session = taken;
            goneMeanwhile = gone;
        }
        if (goneMeanwhile) {
            taken.gone();
        }
        if (!opened.complete(taken)) {
            taken.close();
        }
    }

    private void release(CompletableFuture<Void> ended) {
        synchronized (this) {
            taken = false;
            session = null;
        }
        ended.complete(null);
    }

    /** It was unplugged. */
    void gone() {
        @Nullable HostUsbSession now;
        synchronized (this) {
            gone = true;
            now = session;
        }
        if (now != null) {
            now.gone();
        }
    }

    /**
     * Ends the use of the device.
     *
     * @return completed when the host has it again
     */
    CompletableFuture<Void> close() {
        @Nullable HostUsbSession now;
        CompletableFuture<Void> done;
        synchronized (this) {
            gone = true;
            now = session;
            done = free;
        }
        if (now != null) {
            now.gone();
            now.close();
        }
        return done;
    }
}
