// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;

/**
 * A keyboard, pointer and touch screen as drivers/input/misc/xen-kbdfront.c drives them: reads the offered features once,
 * without waiting for the backend, requests all of them, and publishes a page by frame and by grant.
 */
public final class VkbdFrontend implements AutoCloseable {

    /** How a frontend differs from Linux's. */
    public enum Variant {
        /** No difference. */
        LINUX,
        /** Publishes only the frame, as frontends did before grants existed. */
        WITHOUT_GRANT,
        /** Asks for unscaled positions. */
        RAW,
        /** Requests no feature, and therefore gets relative motion, like a mouse. */
        MOUSE
    }

    private final VkbdRing ring = new VkbdRing();
    private final XenbusFrontend xenbus;

    /**
     * @param guest the device's guest
     * @param number the device's number
     * @param variant how it differs from Linux's driver
     * @param threads threads that do its work
     * @param listener notified of its states
     */
    public VkbdFrontend(Guest guest, int number, Variant variant, FrontendThreads threads, FrontendListener listener) {
        this.xenbus = new XenbusFrontend(guest, number, new Driver(ring, variant), threads, listener);
    }

    /** Starts to look for the device, which need not exist yet. */
    public void start() {
        xenbus.start();
    }

    /** @return the ring with the events from the backend */
    public VkbdRing ring() {
        return ring;
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
     * See {@link XenbusFrontend#resume}.
     *
     * @return completes when a new page is published
     */
    public CompletableFuture<Void> resume() {
        return xenbus.resume();
    }

    /** Soon frees everything and writes nothing, like a guest that crashes. */
    @Override
    public void close() {
        xenbus.close();
    }

    private record Driver(VkbdRing ring, Variant variant) implements FrontendDriver {

        @Override
        public FrontendTraits traits() {
            return FrontendTraits.VKBD;
        }

        @Override
        public Map<String, String> publish(FrontendLink link) {
            Map<String, String> nodes = new LinkedHashMap<>();
            if (variant != Variant.MOUSE) {
                request(link, "feature-multi-touch", "request-multi-touch", nodes);
                request(link, "feature-abs-pointer", "request-abs-pointer", nodes);
            }
            if (variant == Variant.RAW) {
                request(link, "feature-raw-pointer", "request-raw-pointer", nodes);
            }
            GrantedPages page = link.grant(1, true);
            GuestPort port = link.port(ring::event);
            ring.open(page.memory(), port::signal);
            nodes.put("page-ref", Long.toString(page.frames()[0]));
            if (variant != Variant.WITHOUT_GRANT) {
                nodes.put("page-gref", Integer.toString(page.references()[0]));
            }
            nodes.put("event-channel", Integer.toString(port.number()));
            return nodes;
        }

        private static void request(FrontendLink link, String feature, String request, Map<String, String> nodes) {
            if (link.readBackend(feature).filter("1"::equals).isPresent()) {
                nodes.put(request, "1");
            }
        }

        @Override
        public void disconnected() {
            ring.close();
        }
    }
}
