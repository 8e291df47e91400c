// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.xenbay.api.file.Errno;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantTable;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.api.xen.Xen;
import org.xenbay.api.xen.XenException;

/**
 * Everything of a guest that one connection holds. The core opens and closes it, so that no handler can leak. It survives a
 * handler that parks, and the successor claims the same mappings and ports again. On the device's executor only.
 */
final class ConnectionScope {

    /** Most pages that one device may map: eight rings of order 9, and some more. */
    static final int MAX_PAGES = 8192;

    private final DeviceActor device;
    private final Xen xen;
    private final Counters counters;
    private final List<Mapping> mappings = new ArrayList<>();
    private final List<BoundChannel> channels = new ArrayList<>();
    /** The handler's call was given up: whatever the call still opens is closed at once. */
    @GuardedBy("this")
    private boolean abandoned;

    ConnectionScope(DeviceActor device, Xen xen, Counters counters) {
        this.device = device;
        this.xen = xen;
        this.counters = counters;
    }

    SharedMemory map(Access access, int[] references) {
        String key = access + " " + Arrays.toString(references);
        return claimOrMap(key, references.length, () -> grants().map(references, access));
    }

    SharedMemory mapForeign(Access access, long[] frames) {
        String key = access + " frames " + Arrays.toString(frames);
        return claimOrMap(
                key,
                frames.length,
                () -> xen.foreignMemory()
                        .orElseThrow(() -> new XenException("this domain may not map frames of others", Errno.EPERM))
                        .map(device.id().domain(), frames, access));
    }

    EventChannel bind(int remotePort, Function<BoundChannel, Runnable> listener) {
        for (BoundChannel channel : channels) {
            if (channel.remotePort() == remotePort && !channel.isClosed()) {
                return channel.claim(listener);
            }
        }
        BoundChannel channel = new BoundChannel(device, counters, xen.eventChannels(), remotePort, listener);
        if (!keep(() -> channels.add(channel))) {
            channel.close();
            throw gone();
        }
        return channel;
    }

    GrantTable grants() {
        return xen.grants(device.id().domain());
    }

    /** The handler leaves; mappings and ports stay, and the next handler can claim them. */
    void park() {
        mappings.forEach(mapping -> mapping.claimed = false);
        channels.forEach(BoundChannel::park);
    }

    /** Closes what the successor did not claim. */
    void dropUnclaimed() {
        device.assertExecutor();
        List<Mapping> unclaimed =
                mappings.stream().filter(mapping -> !mapping.claimed).toList();
        List<BoundChannel> unbound =
                channels.stream().filter(BoundChannel::isParked).toList();
        mappings.removeAll(unclaimed);
        channels.removeAll(unbound);
        new CloseAll()
                .then(unbound, BoundChannel::close)
                .then(unclaimed, Mapping::close)
                .finish();
    }

    int mappedPages() {
        return mappings.stream()
                .filter(m -> !m.memory.isClosed())
                .mapToInt(m -> m.pages)
                .sum();
    }

    int boundPorts() {
        return (int) channels.stream().filter(c -> !c.isClosed()).count();
    }

    /** Closes event channels first, then memory, so that no listener runs after its memory is gone. */
    void close() {
        device.assertExecutor();
        CloseAll all = new CloseAll().then(channels, BoundChannel::close).then(mappings, Mapping::close);
        channels.clear();
        mappings.clear();
        all.finish();
    }

    /** Takes over a parked mapping, or makes a new one. */
    private SharedMemory claimOrMap(String key, int pages, Supplier<SharedMemory> mapper) {
        forgetClosed();
        for (Mapping mapping : mappings) {
            if (!mapping.claimed && mapping.key.equals(key)) {
                mapping.claimed = true;
                return mapping.memory;
            }
        }
        if (pages < 1 || pages > MAX_PAGES - mappedPages()) {
            throw new XenException("mapping " + pages + " more pages: a device may have " + MAX_PAGES, Errno.EINVAL);
        }
        Mapping mapping = new Mapping(key, mapper.get(), pages);
        counters.addMappedPages(pages);
        if (!keep(() -> mappings.add(mapping))) {
            mapping.close();
            throw gone();
        }
        return mapping.memory;
    }

    /** Forgets mappings that the handler has closed; not while another thread abandons them. */
    private synchronized void forgetClosed() {
        mappings.removeIf(mapping -> mapping.memory.isClosed() && mapping.settle());
    }

    private synchronized boolean keep(Runnable adding) {
        if (!abandoned) {
            adding.run();
        }
        return !abandoned;
    }

    private static IllegalStateException gone() {
        return new IllegalStateException("the call that takes it was given up");
    }

    /**
     * Gives up the handler's call that is under way. Its ports are closed, and access to its memory is refused. The memory
     * stays mapped, because the call may be using it at this moment. On another thread than the call's.
     *
     * @param failed receives exceptions
     * @return to be run when the call has returned: unmaps the memory
     */
    synchronized Runnable abandon(Consumer<RuntimeException> failed) {
        abandoned = true;
        List<Mapping> kept = List.copyOf(mappings);
        List<SharedMemory.Hold> holds =
                kept.stream().flatMap(mapping -> mapping.hold().stream()).toList();
        try {
            new CloseAll()
                    .then(channels, BoundChannel::close)
                    .then(kept, mapping -> mapping.memory.close())
                    .finish();
        } catch (RuntimeException thrown) {
            failed.accept(thrown);
        }
        return () -> new CloseAll()
                .then(holds, SharedMemory.Hold::close)
                .then(kept, Mapping::settle)
                .finish();
    }

    private final class Mapping {
        private final String key;
        private final SharedMemory memory;
        private final int pages;
        private boolean claimed = true;
        private boolean settled;

        Mapping(String key, SharedMemory memory, int pages) {
            this.key = key;
            this.memory = memory;
            this.pages = pages;
        }

        /**
         * @return a hold that keeps the memory mapped; empty when the call that was given up has closed the memory, or is
         *     closing it
         */
        Optional<SharedMemory.Hold> hold() {
            try {
                return Optional.of(memory.hold());
            } catch (IllegalStateException closed) {
                return Optional.empty();
            }
        }

        void close() {
            try {
                memory.close();
            } finally {
                settle();
            }
        }

        boolean settle() {
            if (!settled) {
                settled = true;
                counters.closed(memory, pages);
            }
            return true;
        }
    }
}
