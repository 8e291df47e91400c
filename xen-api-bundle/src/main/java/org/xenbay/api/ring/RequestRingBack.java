// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.xenbay.api.xen.SharedMemory;

/**
 * The backend's half of a ring of requests and responses (xen/include/public/io/ring.h). A slot has the size of the larger of
 * both: 148 bytes for USB, 112 for block devices, for example.
 *
 * <p>The frontend signals only for the request at the index that this half has written to {@code req_event}. This half requests
 * a signal whenever it finds the ring empty, and then checks the ring again. A backend therefore misses no request if it first
 * unmasks its event channel, then calls {@link #drain} or {@link #hasNext} until the ring is empty.
 */
public final class RequestRingBack {

    private final SharedMemory memory;
    private final RequestRingLayout layout;
    private int requestConsumer;
    /** The last valid value that was read; never before the consumer index. */
    private int requestProducer;

    private int responseProducer;
    private int published;

    /**
     * Starts behind the published responses, so that unanswered requests are taken again.
     *
     * @param memory the whole ring, one or more pages
     * @param slotSize bytes of a slot: the larger of request and response
     */
    public RequestRingBack(SharedMemory memory, int slotSize) {
        this(memory, slotSize, 0);
    }

    /**
     * Continues where a predecessor stopped.
     *
     * @param memory the whole ring, one or more pages
     * @param slotSize bytes of a slot: the larger of request and response
     * @param unanswered number of requests that the predecessor took and did not answer; they are not taken again, and the
     *     caller has to answer them
     */
    public RequestRingBack(SharedMemory memory, int slotSize, int unanswered) {
        this.memory = memory;
        this.layout = RequestRingLayout.of(memory, slotSize);
        if (unanswered < 0 || unanswered > layout.slots()) {
            throw new IllegalArgumentException(unanswered + " requests unanswered in a ring of " + layout.slots());
        }
        this.responseProducer = published(memory);
        this.requestConsumer = responseProducer + unanswered;
        this.requestProducer = requestConsumer;
        this.published = responseProducer;
    }

    /**
     * @param memory a ring
     * @return index behind the last response that the frontend can see, which tells a successor how far its predecessor came
     */
    public static int published(SharedMemory memory) {
        return memory.getIntAcquire(RequestRingLayout.RESPONSE_PRODUCER);
    }

    /** @return number of slots */
    public int slots() {
        return layout.slots();
    }

    /** @return requests taken and not answered yet */
    public int unanswered() {
        return requestConsumer - responseProducer;
    }

    /** @return index behind the last response that was put */
    public int responseIndex() {
        return responseProducer;
    }

    /**
     * Counts requests without requesting a signal for the next one, for a caller that polls again.
     *
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
        requestProducer = producer;
        return pending;
    }

    /**
     * Checks for a request. When the ring is empty, requests a signal for the next request and checks again.
     *
     * @return whether a request can be taken; if not, the frontend signals when it puts the next one
     * @throws CorruptRingException when the frontend claims more than there are slots
     */
    public boolean hasNext() {
        if (requestConsumer != requestProducer || available() > 0) {
            return true;
        }
        memory.putIntRelease(RequestRingLayout.REQUEST_EVENT, requestConsumer + 1);
        memory.fullFence();
        return available() > 0;
    }

    /**
     * Copies the whole next request out of the ring. The caller checks the copy, which the guest cannot change.
     *
     * @param target at least a slot's bytes, from index 0
     * @throws IllegalStateException when no request has been found ({@link #hasNext}, {@link #available})
     */
    public void take(byte[] target) {
        if (requestConsumer == requestProducer) {
            throw new IllegalStateException("there is no request to be taken");
        }
        memory.get(layout.slot(requestConsumer), target, 0, layout.slotSize());
        requestConsumer++;
    }

    /**
     * Takes requests until the ring is empty or the caller's turn is over. Allocates nothing by itself.
     *
     * @param most requests to take
     * @param buffers returns an array of at least a slot's bytes for the next request: a new one each time if the caller keeps
     *     requests, the same one if it does not
     * @param each called with each request's array
     * @return whether the caller has to call again, because requests may be left for which the frontend does not signal
     * @throws CorruptRingException when the frontend claims more than there are slots
     */
    public boolean drain(int most, Supplier<byte[]> buffers, Consumer<byte[]> each) {
        for (int taken = 0; taken < most; taken++) {
            if (!hasNext()) {
                return false;
            }
            byte[] request = buffers.get();
            take(request);
            each.accept(request);
        }
        return true;
    }

    /**
     * Puts a response into the ring; not visible before {@link #publish}. At most one for each request that was taken.
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
     * Makes the responses put so far visible; stores nothing when all are visible.
     *
     * @return whether to signal the frontend, because it requested a signal for one of them
     */
    public boolean publish() {
        if (published == responseProducer) {
            return false;
        }
        int before = published;
        published = responseProducer;
        memory.putIntRelease(RequestRingLayout.RESPONSE_PRODUCER, responseProducer);
        memory.fullFence();
        int wanted = memory.getIntAcquire(RequestRingLayout.RESPONSE_EVENT);
        return Integer.compareUnsigned(responseProducer - wanted, responseProducer - before) < 0;
    }
}
