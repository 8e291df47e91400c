// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.xenbay.api.xen.SharedMemory;

/**
 * The backend's half of a ring of requests and responses (xen/include/public/io/ring.h). A slot has the size of the larger of
 * both: 148 bytes for USB, 112 for block devices, for example.
 *
 * <p>The frontend signals only when it puts in the request that this half has asked to be told of. This half asks whenever it
 * finds the ring empty, and looks once more behind that: a backend that calls {@link #drain} or {@link #hasNext} until it says
 * that the ring is empty misses no request, if it has unmasked its event channel before.
 */
public final class RequestRingBack {

    private final SharedMemory memory;
    private final RequestRingLayout layout;
    private int requestConsumer;
    /** As last read and found right; never before the consumer index. */
    private int requestProducer;

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
        this.responseProducer = published(memory);
        this.requestConsumer = responseProducer + unanswered;
        this.requestProducer = requestConsumer;
        this.published = responseProducer;
    }

    /**
     * @param memory a ring
     * @return index behind the last response that the frontend can see, by which a journal knows how far a predecessor came
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
     * Polls without asking for a signal at the next request: for a caller that polls again by itself.
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
     * Looks whether there is a request. When there is none, asks to be told of the next one and looks once more.
     *
     * @return whether a request can be taken; if not, the frontend signals when it has put in the next one
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
     * Copies the next request out of the ring, whole, before anything in it is looked at.
     *
     * @param target at least a slot's bytes, from index 0
     * @throws IllegalStateException when none has been seen ({@link #hasNext}, {@link #available})
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
     * @param buffers gives at least a slot's bytes for the next request: others for each when requests are kept, always the
     *     same when each is done with at once
     * @param each told of each request, in the buffer that was given for it
     * @return whether the caller has to come back by itself, as requests may be left of which the frontend does not signal
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
     * Makes the responses put so far visible; nothing is stored when all are.
     *
     * @return whether the frontend is to be signalled, as it asked to be told of one of them
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
