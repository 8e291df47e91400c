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
 * A USB host controller as drivers/usb/host/xen-hcd.c drives it: waits for InitWait, publishes both rings, goes to Connected
 * by itself. Methods may be called from any thread.
 */
public final class VusbFrontend implements AutoCloseable {

    private final Guest guest;
    private final XenbusFrontend xenbus;
    private volatile @Nullable ControllerRings rings;

    /**
     * @param guest the domain it belongs to
     * @param number the device's number
     * @param threads where its work is done
     * @param listener told of its states
     */
    public VusbFrontend(Guest guest, int number, FrontendThreads threads, FrontendListener listener) {
        this.guest = guest;
        this.xenbus = new XenbusFrontend(guest, number, new Driver(), threads, listener);
    }

    /** Begins to look for the device; it need not be there yet. */
    public void start() {
        xenbus.start();
    }

    /**
     * See {@link XenbusFrontend#unload}.
     *
     * @return done when it is Closed
     */
    public CompletableFuture<Void> unload() {
        return xenbus.unload();
    }

    /**
     * See {@link XenbusFrontend#reload}.
     *
     * @return done when it has been probed
     */
    public CompletableFuture<Void> reload() {
        return xenbus.reload();
    }

    /**
     * @param urb what is wanted
     * @return how it ended; fails when the controller is disconnected
     */
    public CompletableFuture<GuestResult> submit(GuestUrb urb) {
        return rings().submit(urb);
    }

    /**
     * Asks for a request to end.
     *
     * @param submitted what {@link #submit} gave
     * @return the result of this cancellation
     */
    public CompletableFuture<GuestResult> unlink(CompletableFuture<GuestResult> submitted) {
        return rings().unlink(submitted);
    }

    /**
     * @param port 1 and up
     * @return the speed of what is plugged in: 1 low, 2 full, 3 high; 0 for nothing
     */
    public int speed(int port) {
        return rings().speed(port);
    }

    /** @return all that the guest was told, {@code port:speed}, in order */
    public List<String> plugEvents() {
        return rings().plugEvents();
    }

    /** @return what the backend did that Linux's driver shuts the controller down for */
    public List<String> violations() {
        return rings().violations();
    }

    /**
     * Withholds the tickets that the backend needs to report plugging, or gives them again.
     *
     * @param whether the guest gives tickets
     */
    public void giveTickets(boolean whether) {
        rings().giveTickets(whether);
    }

    /**
     * Waits until a condition is true, and evaluates it after each signal of the backend.
     *
     * @param condition asked after each signal
     * @param timeout how long to wait
     * @return whether it came about in time
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

    /** @return the page of the requests, to write nonsense to it */
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

    /** Soon frees everything and writes nothing, as a guest that crashes. */
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
