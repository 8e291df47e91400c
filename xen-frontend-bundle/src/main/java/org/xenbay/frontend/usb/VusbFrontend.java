// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.usb;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.frontend.FrontendDriver;
import org.xenbay.frontend.FrontendLink;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.FrontendTraits;
import org.xenbay.frontend.XenbusFrontend;

/**
 * A USB host controller as drivers/usb/host/xen-hcd.c drives it: waits for InitWait, publishes both rings, and changes to
 * Connected without waiting for the backend. Methods may be called from any thread.
 */
public final class VusbFrontend implements AutoCloseable {

    private final Guest guest;
    private final XenbusFrontend xenbus;
    private volatile @Nullable ControllerRings rings;

    /**
     * @param guest the device's guest
     * @param number the device's number
     * @param threads threads that do its work
     * @param listener notified of its states
     */
    public VusbFrontend(Guest guest, int number, FrontendThreads threads, FrontendListener listener) {
        this.guest = guest;
        this.xenbus = new XenbusFrontend(guest, number, new Driver(), threads, listener);
    }

    /** Starts to look for the device, which need not exist yet. */
    public void start() {
        xenbus.start();
    }

    /**
     * See {@link XenbusFrontend#unload}.
     *
     * @return completes when it is Closed
     */
    public CompletableFuture<Void> unload() {
        return xenbus.unload();
    }

    /**
     * See {@link XenbusFrontend#reload}.
     *
     * @return completes when it has been probed
     */
    public CompletableFuture<Void> reload() {
        return xenbus.reload();
    }

    /**
     * @param urb the request
     * @return completes with the result; fails when the controller is disconnected
     */
    public CompletableFuture<GuestResult> submit(GuestUrb urb) {
        return rings().submit(urb);
    }

    /**
     * Cancels a request.
     *
     * @param submitted the future that {@link #submit} returned
     * @return the result of this cancellation
     */
    public CompletableFuture<GuestResult> unlink(CompletableFuture<GuestResult> submitted) {
        return rings().unlink(submitted);
    }

    /**
     * @param port 1 and up
     * @return the speed of the device in the port: 1 low, 2 full, 3 high; 0 for an empty port
     */
    public int speed(int port) {
        return rings().speed(port);
    }

    /** @return all plug events that were reported to the guest, {@code port:speed}, in order */
    public List<String> plugEvents() {
        return rings().plugEvents();
    }

    /** @return violations for which Linux's driver shuts the controller down */
    public List<String> violations() {
        return rings().violations();
    }

    /**
     * Withholds the tickets that the backend needs to report plugging, or puts them into the ring again.
     *
     * @param whether the guest puts tickets into the ring
     */
    public void giveTickets(boolean whether) {
        rings().giveTickets(whether);
    }

    /**
     * Waits until a condition is true, and evaluates it after each signal of the backend.
     *
     * @param condition evaluated after each signal
     * @param timeout how long to wait
     * @return whether it became true in time
     * @throws InterruptedException when interrupted
     */
    public boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        ControllerRings now = rings();
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (now) {
            while (!condition.getAsBoolean()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(now, left);
            }
        }
        return true;
    }

    /**
     * Sends bytes unchecked, to send invalid requests; a test that does this submits no other requests.
     *
     * @param request 148 bytes
     * @return whether there was a slot
     */
    public boolean putRaw(byte[] request) {
        return rings().putRaw(request);
    }

    /** Signals the backend without a reason. */
    public void signal() {
        rings().signal();
    }

    /** @return the page of the requests, into which a test can write invalid values */
    public SharedMemory urbPage() {
        return rings().urbMemory();
    }

    private ControllerRings rings() {
        ControllerRings now = rings;
        if (now == null) {
            throw new IllegalStateException("the controller is not connected");
        }
        return now;
    }

    /** Soon frees everything and writes nothing, like a guest that crashes. */
    @Override
    public void close() {
        xenbus.close();
    }

    private final class Driver implements FrontendDriver {

        @Override
        public FrontendTraits traits() {
            return FrontendTraits.VUSB;
        }

        @Override
        public Map<String, String> publish(FrontendLink link) {
            int ports = Integer.parseInt(link.readBackend("num-ports").orElseThrow());
            GrantedPages urbs = link.grant(1, true);
            GrantedPages plugs = link.grant(1, true);
            ControllerRings made = new ControllerRings(guest, link.backendDomain(), ports, urbs, plugs);
            GuestPort port = link.port(made::event);
            made.open(port::signal);
            rings = made;
            return Map.of(
                    "urb-ring-ref", Integer.toString(urbs.references()[0]),
                    "conn-ring-ref", Integer.toString(plugs.references()[0]),
                    "event-channel", Integer.toString(port.number()));
        }

        @Override
        public void disconnected() {
            if (rings != null) {
                rings.close();
            }
        }
    }
}
