// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.BitSet;

/** A domain's event channel ports: the lowest free number is assigned first, as in Xen; port 0 is never valid. */
final class PortNumbers {

    @GuardedBy("this")
    private final BitSet used = new BitSet();

    private final int limit;

    /** @param limit highest port number */
    PortNumbers(int limit) {
        this.limit = limit;
        used.set(0);
    }

    /** @return a port, or -1 when all are in use */
    synchronized int take() {
        int port = used.nextClearBit(1);
        if (port > limit) {
            return -1;
        }
        used.set(port);
        return port;
    }

    synchronized void release(int port) {
        used.clear(port);
    }

    synchronized int inUse() {
        return used.cardinality() - 1;
    }
}
