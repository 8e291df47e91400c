// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.recording.FlightEvents;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.text.ShownText;

/** Counts and names that are shown of a device. Changed on its mailbox, events from any thread; read from any thread. */
final class DeviceFigures {

    private final AtomicLong events = new AtomicLong();
    private final FigureRegistry ofBackend;
    private volatile String domainName;
    private volatile int mappedPages;
    private volatile int boundPorts;
    private volatile Duration lastPause = Duration.ZERO;

    /** @param counters over all devices */
    DeviceFigures(DeviceId device, Counters counters) {
        this.domainName = "Domain-" + device.domain(); // until the domain's name is read
        this.ofBackend = new FigureRegistry(device, () -> counters.latencies(device.type()));
    }

    /** @return the figures of its handlers */
    FigureRegistry ofBackend() {
        return ofBackend;
    }

    void countEvent() {
        events.incrementAndGet();
    }

    void connected() {
        events.set(0);
    }

    /** @param scope the device's memory and event channels */
    void count(ConnectionScope scope) {
        mappedPages = scope.mappedPages();
        boundPorts = scope.boundPorts();
    }

    /**
     * @param device the device
     * @param backend the code that serves it from now on
     * @param pause how long it was not served
     */
    void handedOver(DeviceId device, String backend, Duration pause) {
        lastPause = pause;
        FlightEvents.handOver(device, backend, pause);
    }

    /** Reads the domain's name, which the toolstack may have set or changed. */
    void readDomainName(XenStore store, int domain) {
        store.read(StorePath.ofDomain(domain).child("name"))
                .filter(name -> !name.isEmpty() && name.length() <= 64)
                .ifPresent(name -> domainName = ShownText.of(name));
    }

    long events() {
        return events.get();
    }

    int mappedPages() {
        return mappedPages;
    }

    int boundPorts() {
        return boundPorts;
    }

    /** @return how long it was not served in the last update of its code; zero if there was none */
    Duration lastPause() {
        return lastPause;
    }

    String domainName() {
        return domainName;
    }
}
