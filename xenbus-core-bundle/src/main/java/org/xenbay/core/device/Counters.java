// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.concurrent.atomic.AtomicInteger;

/** What the core holds of guests at the moment, over all devices. */
public final class Counters {

    private final AtomicInteger mappedPages = new AtomicInteger();
    private final AtomicInteger boundPorts = new AtomicInteger();

    /** @return pages mapped now */
    public int mappedPages() {
        return mappedPages.get();
    }

    /** @return event channels bound now */
    public int boundPorts() {
        return boundPorts.get();
    }

    void addMappedPages(int pages) {
        mappedPages.addAndGet(pages);
    }

    void addBoundPorts(int ports) {
        boundPorts.addAndGet(ports);
    }
}
