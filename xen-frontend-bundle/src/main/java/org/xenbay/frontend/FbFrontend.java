// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;

/**
 * A framebuffer as drivers/video/fbdev/xen-fbfront.c drives it: reads the offered size once, without waiting for the backend,
 * has 2 MB for its picture, and publishes frames by number.
 */
public final class FbFrontend implements AutoCloseable {

    /** Linux's own limit. */
    private static final int MEMORY = 2 << 20;

    private static final int WIDTH = 800;
    private static final int HEIGHT = 600;
    private static final int PAGE = 4096;
    private static final int PER_LIST = PAGE / Long.BYTES;
    private static final int DIRECTORY = 40;
    private static final int MAX_SIDE = 0xFFFF;

    /** How a frontend differs from Linux's. */
    public enum Variant {
        /** No difference. */
        LINUX,
        /** Reports no changes. */
        SILENT
    }

    private final FbScreen screen = new FbScreen();
    private final XenbusFrontend xenbus;

    /**
     * @param guest the device's guest
     * @param number the device's number
     * @param variant how it differs from Linux's driver
     * @param threads threads that do its work
     * @param listener notified of its states
     */
    public FbFrontend(Guest guest, int number, Variant variant, FrontendThreads threads, FrontendListener listener) {
        this.xenbus = new XenbusFrontend(guest, number, new Driver(screen, variant), threads, listener);
    }

    /** Starts to look for the device, which need not exist yet. */
    public void start() {
        xenbus.start();
    }

    /** @return the screen that the guest draws on */
    public FbScreen screen() {
        return screen;
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

    /** Soon frees everything and writes nothing, like a guest that crashes. */
    @Override
    public void close() {
        xenbus.close();
    }

    private record Driver(FbScreen screen, Variant variant) implements FrontendDriver {

        @Override
        public FrontendTraits traits() {
            return FrontendTraits.VFB;
        }

        @Override
        public Map<String, String> publish(FrontendLink link) {
            int width = offered(link, "width").orElse(WIDTH);
            int height = offered(link, "height").orElse(HEIGHT);
            if ((long) width * height * Integer.BYTES > MEMORY) {
                width = WIDTH;
                height = HEIGHT;
            }
            GrantedPages page = link.grant(1, true);
            GrantedPages picture = link.grant(MEMORY / PAGE, false);
            long[] frames = picture.frames();
            GrantedPages lists = link.grant((frames.length + PER_LIST - 1) / PER_LIST, false);
            for (int i = 0; i < frames.length; i++) {
                lists.memory().putLong(i * Long.BYTES, frames[i]);
            }
            for (int i = 0; i < lists.frames().length; i++) {
                page.memory().putLong(DIRECTORY + i * Long.BYTES, lists.frames()[i]);
            }
            GuestPort port = link.port(screen::event);
            screen.open(new FbScreen.Memory(page.memory(), picture.memory(), width, height), port::signal);
            return Map.of(
                    "page-ref",
                    Long.toString(page.frames()[0]),
                    "event-channel",
                    Integer.toString(port.number()),
                    "protocol",
                    "x86_64-abi",
                    "feature-update",
                    variant == Variant.LINUX ? "1" : "0");
        }

        private static Optional<Integer> offered(FrontendLink link, String node) {
            return link.readBackend(node)
                    .flatMap(DeviceId::canonicalNumber)
                    .filter(side -> side > 0 && side <= MAX_SIDE);
        }

        @Override
        public void connected() {
            screen.connected(variant == Variant.LINUX);
        }

        @Override
        public void disconnected() {
            screen.close();
        }
    }
}
