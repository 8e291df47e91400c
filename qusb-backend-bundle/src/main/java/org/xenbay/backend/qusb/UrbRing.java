// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.xenbay.api.ring.RequestRingBack;
import org.xenbay.api.xen.SharedMemory;

/** The guest's requests and their answers. */
final class UrbRing {

    private static final int RESPONSE_SIZE = 16;

    /** A request is kept until it is answered. */
    private static final Supplier<byte[]> NEW_SLOT = () -> new byte[UrbRequest.SIZE];

    private final RequestRingBack ring;
    private final Journal journal;
    private final byte[] response = new byte[RESPONSE_SIZE];
    private final ByteBuffer fields = ByteBuffer.wrap(response).order(ByteOrder.LITTLE_ENDIAN);

    private UrbRing(SharedMemory page, Journal journal, int unanswered) {
        ring = new RequestRingBack(page, UrbRequest.SIZE, unanswered);
        this.journal = journal;
    }

    /** A ring that begins. */
    static UrbRing fresh(SharedMemory page, Runnable atStore) {
        UrbRing ring = new UrbRing(page, new Journal(page, atStore), 0);
        ring.journal.begin(ring.ring.responseIndex());
        return ring;
    }

    /** @param unanswered number of requests that a predecessor took and did not answer */
    static UrbRing resumed(SharedMemory page, Runnable atStore, int unanswered) {
        Journal journal = new Journal(page, atStore);
        journal.resume(RequestRingBack.published(page));
        return new UrbRing(page, journal, unanswered);
    }

    /** Takes over the ring of a process that has ended: requests that it left unanswered are answered as failed. */
    static UrbRing adopted(SharedMemory page, Runnable atStore) {
        Journal journal = new Journal(page, atStore);
        int unanswered = journal.resume(RequestRingBack.published(page));
        if (unanswered > UrbRequest.MAX_UNANSWERED) {
            return fresh(page, atStore);
        }
        UrbRing ring = new UrbRing(page, journal, unanswered);
        journal.ids().stream().limit(unanswered).forEach(id -> ring.answer(id, UrbStatus.IOERROR, 0, 0));
        return ring;
    }

    /** @return whether there is a request to be taken */
    boolean available() {
        return ring.available() > 0;
    }

    /**
     * Takes requests and notes them in the journal.
     *
     * @param most requests to take
     * @param each called with each request
     * @return whether the caller has to call again without a signal
     */
    boolean drain(int most, Consumer<UrbRequest> each) {
        return ring.drain(most, NEW_SLOT, bytes -> {
            UrbRequest request = new UrbRequest(bytes);
            journal.taken(request.id());
            each.accept(request);
        });
    }

    void answer(int id, UrbStatus status, int actualLength, int errors) {
        fields.putShort(0, (short) id)
                .putShort(2, (short) 0)
                .putInt(4, status.code())
                .putInt(8, actualLength)
                .putInt(12, errors);
        ring.put(response, RESPONSE_SIZE);
        journal.answering(id);
    }

    /** @return whether the guest has requested a signal for one of the answers */
    boolean publish() {
        journal.publishing(ring.responseIndex());
        boolean wanted = ring.publish();
        journal.published();
        return wanted;
    }
}
