package org.xenbay.backend.qusb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.xenbay.api.ring.RequestRingBack;
import org.xenbay.api.xen.SharedMemory;

/** The guest's requests and their answers. */
final class UrbRing {

    private static final int RESPONSE_SIZE = 16;

    private final RequestRingBack ring;
    private final byte[] response = new byte[RESPONSE_SIZE];
    private final ByteBuffer fields = ByteBuffer.wrap(response).order(ByteOrder.LITTLE_ENDIAN);

    /** @param unanswered requests that a predecessor took and did not answer */
    UrbRing(SharedMemory page, int unanswered) {
        ring = new RequestRingBack(page, UrbRequest.SIZE, unanswered);
    }

    /** @return the next request, or empty when there is none */
    Optional<UrbRequest> take() {
        byte[] request = new byte[UrbRequest.SIZE];
        return ring.take(request) ? Optional.of(new UrbRequest(request)) : Optional.empty();
    }

    void answer(int id, UrbStatus status, int actualLength, int errors) {
        fields.putShort(0, (short) id)
                .putShort(2, (short) 0)
                .putInt(4, status.code())
                .putInt(8, actualLength)
                .putInt(12, errors);
        ring.put(response, RESPONSE_SIZE);
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
