// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One end of an event channel: its pending bit, its mask bit and its handler, without a lock.
 *
 * <p>The handler runs on the thread that raises the event, or, if the event came while the port was masked, on the thread that
 * unmasks the port. It never runs twice at once, nor recursively: an event that is raised while the handler runs is delivered
 * by the same thread after the handler has returned.
 */
final class ChannelEnd {

    private static final System.Logger LOG = System.getLogger(ChannelEnd.class.getName());

    private static final int PENDING = 1;
    private static final int MASKED = 2;
    private static final int ACTIVE = 4;
    private static final int CLOSED = 8;

    private final Runnable handler;
    /** {@link #MASKED} if a delivery masks the port (evtchn device), 0 if it does not (a guest's interrupt). */
    private final int maskOnDelivery;

    private final AtomicInteger state = new AtomicInteger();

    private ChannelEnd(Runnable handler, int maskOnDelivery) {
        this.handler = handler;
        this.maskOnDelivery = maskOnDelivery;
    }

    /** Makes a port that is masked when an event is delivered, until {@link #unmask}. */
    static ChannelEnd masking(Runnable handler) {
        return new ChannelEnd(handler, MASKED);
    }

    /** A port that stays open. */
    static ChannelEnd open(Runnable handler) {
        return new ChannelEnd(handler, 0);
    }

    void raise() {
        while (true) {
            int seen = state.get();
            if ((seen & CLOSED) != 0) {
                return;
            }
            if ((seen & (MASKED | ACTIVE)) == 0) {
                if (state.compareAndSet(seen, ACTIVE | maskOnDelivery)) {
                    deliver();
                    return;
                }
            } else if (state.compareAndSet(seen, seen | PENDING)) {
                return;
            }
        }
    }

    void unmask() {
        while (true) {
            int seen = state.get();
            if ((seen & CLOSED) != 0 || (seen & MASKED) == 0) {
                return;
            }
            if ((seen & PENDING) != 0 && (seen & ACTIVE) == 0) {
                if (state.compareAndSet(seen, ACTIVE | maskOnDelivery)) {
                    deliver();
                    return;
                }
            } else if (state.compareAndSet(seen, seen & ~MASKED)) {
                return;
            }
        }
    }

    /** Starts no more deliveries; a delivery under way is not interrupted. */
    void close() {
        state.updateAndGet(seen -> seen | CLOSED);
    }

    private void deliver() {
        do {
            try {
                handler.run();
            } catch (RuntimeException | Error failure) {
                LOG.log(System.Logger.Level.ERROR, "an event channel's listener failed", failure);
            }
        } while (again());
    }

    private boolean again() {
        while (true) {
            int seen = state.get();
            boolean again = (seen & PENDING) != 0 && (seen & (MASKED | CLOSED)) == 0;
            int next = again ? ACTIVE | maskOnDelivery : seen & ~ACTIVE;
            if (state.compareAndSet(seen, next)) {
                return again;
            }
        }
    }
}
