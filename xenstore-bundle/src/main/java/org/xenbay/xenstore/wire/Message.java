// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.wire;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * One message: the header's fields and the payload (xen/include/public/io/xs_wire.h, struct xsd_sockmsg).
 *
 * @param type number of the operation, unchanged, because a peer may send one that has no {@link Operation}
 * @param requestId chosen by the client and echoed by the daemon; 0 in watch events
 * @param transactionId 0 outside transactions
 * @param payload the bytes that follow the header; not copied, not to be changed afterwards
 */
public record Message(int type, int requestId, int transactionId, byte[] payload) {

    /** Bytes of the header: type, request id, transaction id and payload length, four bytes each. */
    public static final int HEADER_LENGTH = 16;

    /** Most payload bytes of a request, and of a reply of the C daemon (XENSTORE_PAYLOAD_MAX). */
    public static final int MAX_PAYLOAD = 4096;

    /** Checks that there is a payload, empty or not. */
    public Message {
        Objects.requireNonNull(payload, "payload");
    }

    /**
     * @param operation the operation
     * @param requestId chosen by the client
     * @param transactionId 0 outside transactions
     * @param payload not copied
     * @return the message
     */
    public static Message of(Operation operation, int requestId, int transactionId, byte[] payload) {
        return new Message(operation.code(), requestId, transactionId, payload);
    }

    /** @return the operation; empty when the number has none */
    public Optional<Operation> operation() {
        return Operation.ofCode(type);
    }

    /**
     * @param operation an operation
     * @return whether this message is of that operation
     */
    public boolean is(Operation operation) {
        return type == operation.code();
    }

    /**
     * @param operation type of the reply: this message's own, or ERROR
     * @param reply payload of the reply
     * @return the reply to this message
     */
    public Message reply(Operation operation, byte[] reply) {
        return new Message(operation.code(), requestId, transactionId, reply);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message that
                && that.type == type
                && that.requestId == requestId
                && that.transactionId == transactionId
                && Arrays.equals(that.payload, payload);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, requestId, transactionId, Arrays.hashCode(payload));
    }

    /** @return the header in words, and the payload's length only, since values may be secret */
    @Override
    public String toString() {
        String name = operation().map(Enum::name).orElse("operation " + Integer.toUnsignedString(type));
        return name + " request " + Integer.toUnsignedString(requestId) + " transaction "
                + Integer.toUnsignedString(transactionId) + " with " + payload.length + " bytes";
    }
}
