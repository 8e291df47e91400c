// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.ring;

import org.xenbay.api.xen.SharedMemory;

/**
 * The memory of one ring: a page with indices, and the data. The guest shares both. Of use until the device closes the ring, or
 * the guest breaks the protocol. By any thread.
 */
final class RingMemory {

    private final SharedMemory page;
    private final SharedMemory data;
    private final Failure failure;
    private volatile boolean closed;

    /** Told of a guest that breaks the protocol. */
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

    /** Nothing is taken from the ring and nothing put into it any more. */
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

    /** @param broken ends the guest's device, unless the memory was only closed meanwhile */
    void failUnlessGone(RuntimeException broken) {
        if (!(broken instanceof IllegalStateException) || !isGone()) {
            fail(broken);
        }
    }

    /** @param failed passed over when the guest has gone meanwhile, and thrown again otherwise */
    void rethrowUnlessGone(IllegalStateException failed) {
        if (!isGone()) {
            throw failed;
        }
    }
}
