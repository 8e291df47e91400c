// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.ring;

import org.jspecify.annotations.Nullable;
import org.xenbay.api.xen.EventChannel;

/** The event channel of one ring. By any thread. */
final class RingPort {

    /** Present once the port is bound. */
    private volatile @Nullable EventChannel channel;

    /** Whether an event has come since the port was unmasked; then no other comes. */
    private volatile boolean masked;

    /** Opens the port. Events may have come before. */
    void open(EventChannel opened) {
        channel = opened;
    }

    boolean isOpen() {
        return channel != null;
    }

    /** An event has come, which has masked the port. */
    void raised() {
        masked = true;
    }

    /** Lets events come again. */
    void unmask() {
        EventChannel opened = channel;
        if (masked && opened != null) {
            masked = false;
            opened.unmask();
        }
    }

    /**
     * Sends the guest an event.
     *
     * @throws IllegalStateException before the port is bound, when no request has been taken
     */
    void signal() {
        EventChannel opened = channel;
        if (opened == null) {
            throw new IllegalStateException("a signal by a port that is not bound yet");
        }
        opened.signal();
    }
}
