// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenbay.api.figure.Latencies;
import org.xenbay.api.figure.LatencyView;
import org.xenbay.api.xen.SharedMemory;

/** Counts what the core maps and binds of guests now, over all devices. */
public final class Counters {

    private final AtomicInteger mappedPages = new AtomicInteger();
    private final AtomicInteger boundPorts = new AtomicInteger();
    /** Closed by their connections. */
    private final Queue<Held> held = new ConcurrentLinkedQueue<>();

    /** By type; a handler that asks for it makes it. */
    private final Map<String, Latencies> latencies = new ConcurrentHashMap<>();

    private record Held(SharedMemory memory, int pages) {}

    /** @return pages mapped now, including pages that a thread still holds after the end of their connection */
    public int mappedPages() {
        forgetUnmapped();
        return mappedPages.get() + held.stream().mapToInt(Held::pages).sum();
    }

    private void forgetUnmapped() {
        held.removeIf(memory -> memory.memory().isUnmapped());
    }

    /** @return event channels bound now */
    public int boundPorts() {
        return boundPorts.get();
    }

    /** @return how long the requests of that type's devices took */
    Latencies latencies(String type) {
        return latencies.computeIfAbsent(type, unused -> new Latencies());
    }

    /** @return how long requests took, by the type of their devices; of types whose backends measure that */
    public Map<String, LatencyView> latencies() {
        Map<String, LatencyView> views = new TreeMap<>();
        latencies.forEach((type, measured) -> views.put(type, measured.view()));
        return views;
    }

    void addMappedPages(int pages) {
        mappedPages.addAndGet(pages);
    }

    /** A connection has closed memory. Its pages count until no thread holds it any more. */
    void closed(SharedMemory memory, int pages) {
        forgetUnmapped();
        if (!memory.isUnmapped()) {
            held.add(new Held(memory, pages));
        }
        mappedPages.addAndGet(-pages);
    }

    void addBoundPorts(int ports) {
        boundPorts.addAndGet(ports);
    }
}
