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
    private int consumer;
    private final ByteBuffer fields = ByteBuffer.wrap(response).order(ByteOrder.LITTLE_ENDIAN);

    private UrbRing(SharedMemory page, int unanswered) {
        ring = new RequestRingBack(page, UrbRequest.SIZE, unanswered);
        journal = new Journal(page);
        consumer = page.getIntAcquire(RESPONSE_PRODUCER) + unanswered;
    }

    /** A ring that begins. */
    static UrbRing fresh(SharedMemory page) {
        UrbRing ring = new UrbRing(page, 0);
        ring.journal.begin(ring.consumer);
        return ring;
    }

    /** @param unanswered how many requests a predecessor took and did not answer */
    static UrbRing resumed(SharedMemory page, int unanswered) {
        return new UrbRing(page, unanswered);
    }

    /** A ring that a process served which has ended: what it left unanswered is answered as failed. */
    static UrbRing adopted(SharedMemory page) {
        Journal before = new Journal(page);
        int unanswered = before.consumer() - page.getIntAcquire(RESPONSE_PRODUCER);
        if (unanswered < 0 || unanswered > UrbRequest.MOST_UNANSWERED) {
            return fresh(page);
        }
        UrbRing ring = new UrbRing(page, unanswered);
        before.ids().stream().limit(unanswered).forEach(id -> ring.answer(id, UrbStatus.IOERROR, 0, 0));
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
        journal.taken(request.id(), ++consumer);
        return Optional.of(request);
    }

    void answer(int id, UrbStatus status, int actualLength, int errors) {
        fields.putShort(0, (short) id)
                .putShort(2, (short) 0)
                .putInt(4, status.code())
                .putInt(8, actualLength)
                .putInt(12, errors);
        ring.put(response, RESPONSE_SIZE);
        journal.answered(id);
    }

    int unanswered() {
        return ring.unanswered();
    }

    /** @return whether the guest wants to be told of what was answered */
    boolean publish() {
        return ring.publish();
    }

    /** @return whether a request has come after all */
    boolean finalCheck() {
        return ring.finalCheck();
    }
}
