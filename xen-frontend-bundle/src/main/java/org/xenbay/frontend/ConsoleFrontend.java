// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.xenbay.api.file.Errno;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;

/**
 * A secondary console or channel, as drivers/tty/hvc/hvc_xen.c drives it: publishes {@code ring-ref} (a grant reference)
 * and {@code port} at once, and changes to Initialised without waiting for the backend.
 */
public final class ConsoleFrontend extends RingConsole {

    private final XenbusFrontend xenbus;

    /**
     * @param guest the device's guest
     * @param number the device's number; one that ends in 0 is refused with ENODEV, as Linux does
     * @param threads threads that do its work
     */
    public ConsoleFrontend(Guest guest, int number, FrontendThreads threads) {
        this(guest, number, threads, FrontendListener.NONE);
    }

    /**
     * @param guest the device's guest
     * @param number the device's number; one that ends in 0 is refused with ENODEV, as Linux does
     * @param threads threads that do its work
     * @param listener notified of its states
     */
    public ConsoleFrontend(Guest guest, int number, FrontendThreads threads, FrontendListener listener) {
        this.xenbus = new XenbusFrontend(guest, number, new Driver(stream), threads, listener);
    }

    /** Starts to look for the device, which need not exist yet. */
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
     * @return done when the state is Initialising
     */
    public CompletableFuture<Void> reload() {
        return xenbus.reload();
    }

    /**
     * See {@link XenbusFrontend#resume}.
     *
     * @return done when a new ring is published
     */
    public CompletableFuture<Void> resume() {
        return xenbus.resume();
    }

    /** Soon frees everything and writes nothing, like a guest that crashes. */
    @Override
    public void close() {
        xenbus.close();
    }

    private record Driver(RingStream stream) implements FrontendDriver {

        @Override
        public FrontendTraits traits() {
            return FrontendTraits.CONSOLE;
        }

        @Override
        public Map<String, String> publish(FrontendLink link) {
            if (link.name().endsWith("0")) {
                throw new FrontendException(Errno.ENODEV, "no hvc terminal for a console whose number ends in 0");
            }
            GrantedPages page = link.grant(1, true);
            GuestPort port = link.port(stream::event);
            stream.open(new ConsoleRing(page.memory(), port::signal));
            return Map.of("ring-ref", Integer.toString(page.references()[0]), "port", Integer.toString(port.number()));
        }

        @Override
        public void disconnected() {
            stream.close();
        }
    }
}
