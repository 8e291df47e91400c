// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.recording.FlightEvents;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;

/** What is shown of a device. Changed on its mailbox, events by any thread; read by any thread. */
final class Figures {

    private final AtomicLong events = new AtomicLong();
    private volatile String domainName;
    private volatile int mappedPages;
    private volatile int boundPorts;
    private volatile Duration lastPause = Duration.ZERO;

    /** @param domainName as long as its domain has no other */
    Figures(String domainName) {
        this.domainName = domainName;
    }

    void countEvent() {
        events.incrementAndGet();
    }

    void connected() {
        events.set(0);
    }

    /** @param scope what it holds of its guest, or null */
    void count(ConnectionScope scope) {
        mappedPages = scope == null ? 0 : scope.mappedPages();
        boundPorts = scope == null ? 0 : scope.boundPorts();
    }

    /**
     * @param device whose
     * @param backend the code that serves it from now on
     * @param pause for how long it was not served
     */
    void handedOver(DeviceId device, String backend, Duration pause) {
        lastPause = pause;
        FlightEvents.handOver(device, backend, pause);
    }

    /** The toolstack may have named the domain, or renamed it. */
    void readDomainName(XenStore store, int domain) {
        store.read(StorePath.ofDomain(domain).child("name"))
                .filter(name -> !name.isEmpty() && name.length() <= 64)
                .ifPresent(name -> domainName = name.replaceAll("\\p{Cntrl}", "?"));
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

    /** @return for how long it was not served when its code was changed last; zero when it never was */
    Duration lastPause() {
        return lastPause;
    }

    String domainName() {
        return domainName;
    }
}
