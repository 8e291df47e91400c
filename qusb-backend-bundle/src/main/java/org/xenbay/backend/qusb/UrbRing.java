// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.xenbay.api.ring.RequestRingBack;
import org.xenbay.api.xen.SharedMemory;

/** The guest's requests and their answers. */
final class UrbRing {

    private static final int RESPONSE_SIZE = 16;

    /** Offset of the index of published answers (xen/include/public/io/ring.h). */
    private static final int RESPONSE_PRODUCER = 8;

    private final RequestRingBack ring;
    private final Journal journal;
    private final byte[] response = new byte[RESPONSE_SIZE];
    private int producer;
    private final ByteBuffer fields = ByteBuffer.wrap(response).order(ByteOrder.LITTLE_ENDIAN);

    private UrbRing(SharedMemory page, Journal journal, int unanswered) {
        ring = new RequestRingBack(page, UrbRequest.SIZE, unanswered);
        producer = page.getIntAcquire(RESPONSE_PRODUCER);
        this.journal = journal;
    }

    /** A ring that begins. */
    static UrbRing fresh(SharedMemory page, Runnable atStore) {
        UrbRing ring = new UrbRing(page, new Journal(page, atStore), 0);
        ring.journal.begin(ring.producer);
        return ring;
    }

    /** @param unanswered how many requests a predecessor took and did not answer */
    static UrbRing resumed(SharedMemory page, Runnable atStore, int unanswered) {
        Journal journal = new Journal(page, atStore);
        journal.resume(page.getIntAcquire(RESPONSE_PRODUCER));
        return new UrbRing(page, journal, unanswered);
    }

    /** A ring that a process served which has ended: what it left unanswered is answered as failed. */
    static UrbRing adopted(SharedMemory page, Runnable atStore) {
        Journal journal = new Journal(page, atStore);
        int unanswered = journal.resume(page.getIntAcquire(RESPONSE_PRODUCER));
        if (unanswered > UrbRequest.MOST_UNANSWERED) {
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

    /** @return the next request, or empty when there is none */
    Optional<UrbRequest> take() {
        byte[] bytes = new byte[UrbRequest.SIZE];
        if (!ring.take(bytes)) {
            return Optional.empty();
        }
        UrbRequest request = new UrbRequest(bytes);
        journal.taken(request.id());
        return Optional.of(request);
    }

    void answer(int id, UrbStatus status, int actualLength, int errors) {
        fields.putShort(0, (short) id)
                .putShort(2, (short) 0)
                .putInt(4, status.code())
                .putInt(8, actualLength)
                .putInt(12, errors);
        ring.put(response, RESPONSE_SIZE);
        producer++;
        journal.answering(id);
    }

    int unanswered() {
        return ring.unanswered();
    }

    /** @return whether the guest wants to be told of what was answered */
    boolean publish() {
        journal.publishing(producer);
        boolean wanted = ring.publish();
        journal.published();
        return wanted;
    }

    /** @return whether a request has come after all */
    boolean finalCheck() {
        return ring.finalCheck();
    }
}
