// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import org.xenbay.api.xen.SharedMemory;

/** The frontend's half of a ring of requests and responses (xen/include/public/io/ring.h). */
public final class RequestRingFront {

    private final SharedMemory memory;
    private final RequestRingLayout layout;
    private int requestProducer;
    private int published;
    private int responseConsumer;
    /** The last valid value that was read; never before the consumer index. */
    private int responseProducer;

    /**
     * Prepares a new ring: no requests, and both sides request a signal for the first entry.
     *
     * @param memory the whole ring, one or more zeroed pages
     * @param slotSize bytes of a slot: the larger of request and response
     */
    public RequestRingFront(SharedMemory memory, int slotSize) {
        this.memory = memory;
        this.layout = RequestRingLayout.of(memory, slotSize);
        memory.putInt(RequestRingLayout.REQUEST_PRODUCER, 0);
        memory.putInt(RequestRingLayout.RESPONSE_PRODUCER, 0);
        memory.putInt(RequestRingLayout.REQUEST_EVENT, 1);
        memory.putIntRelease(RequestRingLayout.RESPONSE_EVENT, 1);
    }

    /** @return number of slots */
    public int slots() {
        return layout.slots();
    }

    /** @return number of slots that are free for requests now */
    public int free() {
        return layout.slots() - (requestProducer - responseConsumer);
    }

    /**
     * Puts a request into the ring; not visible before {@link #publish}.
     *
     * @param request its bytes
     * @param length number of bytes, at most a slot's
     * @return whether there was a free slot
     */
    public boolean put(byte[] request, int length) {
        layout.checkLength(length);
        if (free() == 0) {
            return false;
        }
        memory.put(layout.slot(requestProducer), request, 0, length);
        requestProducer++;
        return true;
    }

    /**
     * Makes the requests put so far visible; stores nothing when all are visible.
     *
     * @return whether to signal the backend, because it requested a signal for one of them
     */
    public boolean publish() {
        if (published == requestProducer) {
            return false;
        }
        int before = published;
        published = requestProducer;
        memory.putIntRelease(RequestRingLayout.REQUEST_PRODUCER, requestProducer);
        memory.fullFence();
        int wanted = memory.getIntAcquire(RequestRingLayout.REQUEST_EVENT);
        return Integer.compareUnsigned(requestProducer - wanted, requestProducer - before) < 0;
    }

    /**
     * Checks for a response. When the ring is empty, requests a signal for the next response and checks again.
     *
     * @return whether a response can be taken; if not, the backend signals when it puts the next one
     * @throws CorruptRingException when the backend claims more responses than there were requests
     */
    public boolean hasNext() {
        if (responseConsumer != responseProducer || available() > 0) {
            return true;
        }
        memory.putIntRelease(RequestRingLayout.RESPONSE_EVENT, responseConsumer + 1);
        memory.fullFence();
        return available() > 0;
    }

    /**
     * Copies the next response out of the ring.
     *
     * @param target at least a slot's bytes, from index 0
     * @throws IllegalStateException when no response has been found ({@link #hasNext})
     */
    public void take(byte[] target) {
        if (responseConsumer == responseProducer) {
            throw new IllegalStateException("there is no response to be taken");
        }
        memory.get(layout.slot(responseConsumer), target, 0, layout.slotSize());
        responseConsumer++;
    }

    private int available() {
        int producer = memory.getIntAcquire(RequestRingLayout.RESPONSE_PRODUCER);
        int pending = producer - responseConsumer;
        if (pending < 0 || pending > published - responseConsumer) {
            throw CorruptRingException.of("response ring", producer, responseConsumer, layout.slots());
        }
        responseProducer = producer;
        return pending;
    }
}
