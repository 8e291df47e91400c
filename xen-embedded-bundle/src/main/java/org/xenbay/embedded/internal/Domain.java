// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import org.xenbay.api.xen.XenException;
import org.xenbay.embedded.Usage;

/** A guest in the hypervisor. */
final class Domain {

    private static final int ESRCH = 3;

    private final int id;
    private final String name;
    private final PageTable pages = new PageTable();
    private final GuestPorts ports;
    private volatile boolean running = true;

    Domain(int id, String name, FaultGate faults) {
        this.id = id;
        this.name = name;
        this.ports = new GuestPorts(this, faults);
    }

    int id() {
        return id;
    }

    String name() {
        return name;
    }

    PageTable pages() {
        return pages;
    }

    GuestPorts ports() {
        return ports;
    }

    boolean isRunning() {
        return running;
    }

    void requireRunning() {
        if (!running) {
            throw new XenException(this + " is gone", ESRCH);
        }
    }

    /** Ends it: closes its ports, and frees its pages as soon as no domain maps them. */
    void kill() {
        running = false;
        ports.closeAll();
        pages.revokeAll();
    }

    Usage usage() {
        return new Usage(1, pages.granted(), pages.mapped(), ports.open(), ports.boundCount());
    }

    @Override
    public String toString() {
        return "domain " + id;
    }
}
