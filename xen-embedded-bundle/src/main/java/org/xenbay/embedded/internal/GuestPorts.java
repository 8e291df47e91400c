// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.xen.XenException;

/** The ports of one guest. */
final class GuestPorts {

    /** libxl's default for {@code max_event_channels}. */
    private static final int LIMIT = 1023;

    private final Domain owner;
    private final FaultGate faults;
    private final PortNumbers numbers = new PortNumbers(LIMIT);
    private final Map<Integer, ReservedPort> ports = new ConcurrentHashMap<>();
    private final AtomicInteger bound = new AtomicInteger();

    GuestPorts(Domain owner, FaultGate faults) {
        this.owner = owner;
        this.faults = faults;
    }

    ReservedPort reserve(int forDomain, Runnable listener) {
        owner.requireRunning();
        int number = numbers.take();
        if (number < 0) {
            throw new XenException(owner + " has no free event channel port", Errno.ENOSPC);
        }
        ReservedPort port = new ReservedPort(number, forDomain, owner, faults, listener);
        ports.put(number, port);
        if (!owner.isRunning()) {
            port.close();
        }
        return port;
    }

    @Nullable
    ReservedPort find(int number) {
        return ports.get(number);
    }

    void forget(ReservedPort port) {
        if (ports.remove(port.number(), port)) {
            numbers.release(port.number());
        }
    }

    void closeAll() {
        for (ReservedPort port : ports.values()) {
            port.close();
        }
    }

    int open() {
        return ports.size();
    }

    void bound() {
        bound.incrementAndGet();
    }

    void unbound() {
        bound.decrementAndGet();
    }

    int boundCount() {
        return bound.get();
    }
}
