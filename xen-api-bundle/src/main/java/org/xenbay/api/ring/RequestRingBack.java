// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import org.xenbay.api.xen.SharedMemory;

/** The backend's half of a ring of requests and responses (xen/include/public/io/ring.h). */
public final class RequestRingBack {

    private final SharedMemory memory;
    private final RequestRingLayout layout;
    private int requestConsumer;
    private int responseProducer;
    private int published;

    /**
     * Begins where the published responses end: requests that nobody answered are seen again.
     *
     * @param memory the whole ring, one or more pages
     * @param slotSize bytes of a slot: the larger of request and response
     */
    public RequestRingBack(SharedMemory memory, int slotSize) {
        this(memory, slotSize, 0);
    }

    /**
     * Goes on where a predecessor stopped.
     *
     * @param memory the whole ring, one or more pages
     * @param slotSize bytes of a slot: the larger of request and response
     * @param unanswered how many requests the predecessor took and did not answer; they are not seen again, and are to be
     *     answered
     */
    public RequestRingBack(SharedMemory memory, int slotSize, int unanswered) {
        this.memory = memory;
        this.layout = RequestRingLayout.of(memory, slotSize);
        if (unanswered < 0 || unanswered > layout.slots()) {
            throw new IllegalArgumentException(unanswered + " requests unanswered in a ring of " + layout.slots());
        }
        this.responseProducer = memory.getIntAcquire(RequestRingLayout.RESPONSE_PRODUCER);
        this.requestConsumer = responseProducer + unanswered;
        this.published = responseProducer;
    }

    /** @return number of slots */
    public int slots() {
        return layout.slots();
    }

    /** @return requests taken and not answered yet */
    public int unanswered() {
        return requestConsumer - responseProducer;
    }

    /**
     * @return requests that can be taken now
     * @throws CorruptRingException when the frontend claims more than there are slots
     */
    public int available() {
        int producer = memory.getIntAcquire(RequestRingLayout.REQUEST_PRODUCER);
        int pending = producer - requestConsumer;
        int outstanding = producer - responseProducer;
        if (pending < 0 || outstanding < 0 || outstanding > layout.slots()) {
            throw CorruptRingException.of("request ring", producer, responseProducer, layout.slots());
        }
        return pending;
    }

    /**
     * Copies the next request out of the ring, whole, before anything in it is looked at.
     *
     * @param target at least a slot's bytes, from index 0
     * @return whether there was one
     * @throws CorruptRingException when the frontend claims more than there are slots
     */
    public boolean take(byte[] target) {
        if (available() == 0) {
            return false;
        }
        memory.get(layout.slot(requestConsumer), target, 0, layout.slotSize());
        requestConsumer++;
        return true;
    }

    /**
     * Says that the next request is to be announced, and looks once more, so that none is missed; to be called when
     * {@link #take} found nothing.
     *
     * @return whether there is one now
     * @throws CorruptRingException when the frontend claims more than there are slots
     */
    public boolean finalCheck() {
        memory.putIntRelease(RequestRingLayout.REQUEST_EVENT, requestConsumer + 1);
        memory.fullFence();
        return available() > 0;
    }

    /**
     * Puts a response into the ring; not visible before {@link #publish}. Never more than requests were taken.
     *
     * @param response its bytes
     * @param length number of bytes, at most a slot's
     */
    public void put(byte[] response, int length) {
        layout.checkLength(length);
        if (unanswered() == 0) {
            throw new IllegalStateException("a response without a request");
        }
        memory.put(layout.slot(responseProducer), response, 0, length);
        responseProducer++;
    }

    /**
     * Makes the responses put so far visible.
     *
     * @return whether the frontend asked to be told of one of them
     */
    public boolean publish() {
        int before = published;
        published = responseProducer;
        memory.putIntRelease(RequestRingLayout.RESPONSE_PRODUCER, responseProducer);
        memory.fullFence();
        int wanted = memory.getIntAcquire(RequestRingLayout.RESPONSE_EVENT);
        return Integer.compareUnsigned(responseProducer - wanted, responseProducer - before) < 0;
    }
}
