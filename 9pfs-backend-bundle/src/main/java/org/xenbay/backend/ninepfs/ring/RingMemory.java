// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.ring;

import org.xenbay.api.xen.SharedMemory;

/**
 * The memory of one ring: a page with indices, and the data. The guest shares both. They are used until the device closes the
 * ring, or the guest breaks the protocol. By any thread.
 */
final class RingMemory {

    private final SharedMemory page;
    private final SharedMemory data;
    private final Failure failure;
    private volatile boolean closed;

    /** Called when a guest breaks the protocol. */
    @FunctionalInterface
    interface Failure {
        void failed(RuntimeException why);
    }

    /** Keeps both mapped until it is closed. */
    static final class Hold implements AutoCloseable {
        private final SharedMemory.Hold page;
        private final SharedMemory.Hold data;

        private Hold(RingMemory memory) {
            page = memory.page.hold();
            try {
                data = memory.data.hold();
            } catch (RuntimeException closed) {
                page.close();
                throw closed;
            }
        }

        @Override
        public void close() {
            data.close();
            page.close();
        }
    }

    RingMemory(SharedMemory page, SharedMemory data, Failure failure) {
        this.page = page;
        this.data = data;
        this.failure = failure;
    }

    SharedMemory page() {
        return page;
    }

    SharedMemory data() {
        return data;
    }

    /** @throws IllegalStateException when the memory is not mapped any more */
    Hold hold() {
        return new Hold(this);
    }

    /** Closes the ring: nothing more is taken from it or put into it. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    private boolean isGone() {
        return closed || page.isClosed() || data.isClosed();
    }

    /** The guest has broken the protocol, which ends its device. */
    void fail(RuntimeException broken) {
        closed = true;
        failure.failed(broken);
    }

    /** @param broken the failure; it ends the guest's device, unless its only cause is that the memory was closed */
    void failUnlessGone(RuntimeException broken) {
        if (!(broken instanceof IllegalStateException) || !isGone()) {
            fail(broken);
        }
    }

    /** @param failed ignored when the guest is gone, otherwise thrown again */
    void rethrowUnlessGone(IllegalStateException failed) {
        if (!isGone()) {
            throw failed;
        }
    }
}
