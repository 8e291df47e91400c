// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.xenbay.api.file.Errno;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.frontend.ninep.NinePTransport;

/**
 * A 9pfs device as net/9p/trans_xen.c drives it: waits for the backend's features, publishes its rings, and sends each request
 * through the ring that its tag selects.
 */
public final class NinePfsFrontend implements NinePTransport, AutoCloseable {

    private static final int PAGE = 4096;

    private final Map<Integer, CompletableFuture<byte[]>> pending = new ConcurrentHashMap<>();
    private final List<NinePfsRing> rings = new CopyOnWriteArrayList<>();
    private final int ringCount;
    private final int ringOrder;
    private final XenbusFrontend xenbus;

    /**
     * @param guest the device's guest
     * @param number the device's number
     * @param rings number of rings; Linux has 2
     * @param ringOrder pages of a ring's data, as a power of two; Linux uses the offered order, up to 9
     * @param threads threads that do its work
     * @param listener notified of its states
     */
    public NinePfsFrontend(
            Guest guest, int number, int rings, int ringOrder, FrontendThreads threads, FrontendListener listener) {
        this.ringCount = rings;
        this.ringOrder = ringOrder;
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
     * @return completes when it looks for the device again
     */
    public CompletableFuture<Void> reload() {
        return xenbus.reload();
    }

    /**
     * For benchmarks: if a reply is longer than a page, takes only its first bytes out of the ring, so that the guest's copying
     * takes no time on the host.
     *
     * @param discards whether the rest of such replies is discarded
     */
    public void discardData(boolean discards) {
        rings.forEach(ring -> ring.discardData(discards));
    }

    /** @return both sides' indices of each ring, to find out which side has stopped */
    public List<String> progress() {
        return rings.stream().map(NinePfsRing::progress).toList();
    }

    @Override
    public int mostMessage() {
        return Math.max(PAGE, PAGE << ringOrder >> 2);
    }

    @Override
    public CompletableFuture<byte[]> send(byte[] message) {
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        int tag = tag(message);
        List<NinePfsRing> now = List.copyOf(rings);
        if (now.isEmpty()) {
            return CompletableFuture.failedFuture(new EOFException("the device is not connected"));
        }
        pending.put(tag, reply);
        now.get(tag % now.size()).send(message);
        return reply;
    }

    private static int tag(byte[] message) {
        return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getShort(5) & 0xFFFF;
    }

    /** Drops a reply that no request waits for, as Linux does. */
    private void replied(byte[] reply) {
        CompletableFuture<byte[]> waiting = pending.remove(tag(reply));
        if (waiting != null) {
            waiting.complete(reply);
        }
    }

    /** Soon frees everything and writes nothing, like a guest that crashes. */
    @Override
    public void close() {
        xenbus.close();
    }

    private final class Driver implements FrontendDriver {

        @Override
        public FrontendTraits traits() {
            return FrontendTraits.NINEPFS;
        }

        @Override
        public Map<String, String> publish(FrontendLink link) {
            boolean known = Stream.of(link.readBackend("versions").orElse("").split(","))
                    .anyMatch("1"::equals);
            int most = Integer.parseInt(link.readBackend("max-rings").orElse("0"));
            int mostOrder =
                    Integer.parseInt(link.readBackend("max-ring-page-order").orElse("0"));
            if (!known || most < ringCount || mostOrder < ringOrder) {
                throw new FrontendException(Errno.EINVAL, "the backend offers too little");
            }
            Map<String, String> nodes = new HashMap<>(Map.of("version", "1", "num-rings", Integer.toString(ringCount)));
            for (int i = 0; i < ringCount; i++) {
                GrantedPages page = link.grant(1, true);
                GrantedPages data = link.grant(1 << ringOrder, true);
                NinePfsRing[] ring = new NinePfsRing[1];
                GuestPort port = link.port(() -> {
                    if (ring[0] != null) {
                        ring[0].event();
                    }
                });
                ring[0] = new NinePfsRing(page, data, ringOrder, NinePfsFrontend.this::replied, port::signal);
                rings.add(ring[0]);
                nodes.put("ring-ref" + i, Integer.toString(page.references()[0]));
                nodes.put("event-channel-" + i, Integer.toString(port.number()));
            }
            return nodes;
        }

        @Override
        public void disconnected() {
            rings.forEach(NinePfsRing::close);
            rings.clear();
            pending.values()
                    .forEach(each -> each.completeExceptionally(new EOFException("the device is disconnected")));
            pending.clear();
        }
    }
}
