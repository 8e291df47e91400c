// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.software;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;

/** An endpoint: transfers in the order of submission. On the session's thread. */
public final class Endpoint {

    private final Deque<Submitted> queue = new ArrayDeque<>();
    private boolean halted;

    Endpoint() {}

    void add(Submitted transfer) {
        if (halted) {
            transfer.complete(UsbResult.of(Status.STALL));
        } else {
            queue.add(transfer);
        }
    }

    /** @return the first transfer, which stays in the queue */
    public @Nullable Submitted first() {
        return queue.peek();
    }

    /**
     * The first transfer is done.
     *
     * @param result how it ended
     */
    public void complete(UsbResult result) {
        queue.remove().complete(result);
    }

    /** Halts the endpoint: all transfers end with STALL until the halt is cleared. */
    public void halt() {
        halted = true;
        end(Status.STALL);
    }

    boolean isHalted() {
        return halted;
    }

    void clearHalt() {
        halted = false;
    }

    /** Ends all queued transfers. */
    void end(Status status) {
        for (Submitted next = queue.poll(); next != null; next = queue.poll()) {
            next.complete(UsbResult.of(status));
        }
    }

    void cancel(Submitted transfer) {
        if (queue.remove(transfer)) {
            transfer.complete(UsbResult.of(Status.CANCELLED));
        }
    }
}
