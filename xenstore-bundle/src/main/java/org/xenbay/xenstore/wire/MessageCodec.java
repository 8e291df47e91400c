// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Converts messages to bytes and, over blocking streams, bytes to messages. Header fields are in host byte order, which is
 * little-endian on every machine Xen runs on.
 */
public final class MessageCodec {

    private MessageCodec() {}

    /**
     * @param message a message of any length
     * @return header and payload
     */
    public static byte[] encode(Message message) {
        byte[] bytes = new byte[Message.HEADER_LENGTH + message.payload().length];
        encode(message, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /**
     * @param message a message
     * @param target receives header and payload; its byte order is restored
     * @throws BufferOverflowException when the message does not fit; then no byte has been written
     */
    public static void encode(Message message, ByteBuffer target) {
        if (target.remaining() < Message.HEADER_LENGTH + message.payload().length) {
            throw new BufferOverflowException();
        }
        ByteOrder order = target.order();
        target.order(ByteOrder.LITTLE_ENDIAN)
                .putInt(message.type())
                .putInt(message.requestId())
                .putInt(message.transactionId())
                .putInt(message.payload().length)
                .put(message.payload())
                .order(order);
    }

    /**
     * Writes a message with one call of the stream's write, as the kernel's device requires.
     *
     * @param message a message
     * @param target the stream
     * @throws IOException if the stream throws it
     */
    public static void write(Message message, OutputStream target) throws IOException {
        target.write(encode(message));
    }

    /**
     * Reads a message, and blocks until it is complete.
     *
     * @param source the stream
     * @param maxPayload longest payload to accept, in bytes
     * @return the message; empty when the stream ends between two messages
     * @throws WireException when the header announces more than that; then no memory has been allocated for it
     * @throws EOFException when the stream ends inside a message
     * @throws IOException if the stream throws it
     */
    public static Optional<Message> read(InputStream source, int maxPayload) throws IOException {
        byte[] header = source.readNBytes(Message.HEADER_LENGTH);
        if (header.length == 0) {
            return Optional.empty();
        }
        if (header.length < Message.HEADER_LENGTH) {
            throw new EOFException("the stream ended inside a XenStore header");
        }
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        int length = checkedLength(fields.getInt(12), maxPayload);
        byte[] payload = source.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("the stream ended inside a XenStore payload");
        }
        return Optional.of(new Message(fields.getInt(0), fields.getInt(4), fields.getInt(8), payload));
    }

    static int checkedLength(int length, int maxPayload) throws WireException {
        if (length < 0 || length > maxPayload) {
            throw new WireException("a XenStore header announces " + Integer.toUnsignedString(length)
                    + " bytes of payload; at most " + maxPayload + " are accepted");
        }
        return length;
    }
}
