// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts received bytes to messages; a read may end anywhere within a message. Belongs to one thread. */
public final class MessageDecoder {

    private static final byte[] NO_PAYLOAD = {};

    private final int maxPayload;
    private final ByteBuffer header = ByteBuffer.allocate(Message.HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    private byte @Nullable [] payload;
    private int filled;

    /** @param maxPayload longest payload to accept, in bytes */
    public MessageDecoder(int maxPayload) {
        this.maxPayload = maxPayload;
    }

    /**
     * Takes bytes until a message is complete or the bytes are used up.
     *
     * @param source bytes received; those taken are consumed
     * @return the next message; empty when more bytes are needed
     * @throws WireException when a header announces too long a payload; then no memory has been allocated for it, and the
     *     decoder cannot be used any more
     */
    public Optional<Message> decode(ByteBuffer source) throws WireException {
        byte[] current = payload == null ? takeHeader(source) : payload;
        if (current == null) {
            return Optional.empty();
        }
        payload = current;
        int count = Math.min(source.remaining(), current.length - filled);
        source.get(current, filled, count);
        filled += count;
        if (filled < current.length) {
            return Optional.empty();
        }
        Message message = new Message(header.getInt(0), header.getInt(4), header.getInt(8), current);
        payload = null;
        filled = 0;
        header.clear();
        return Optional.of(message);
    }

    /** @return whether a message has been begun and not completed */
    public boolean isInsideMessage() {
        return payload != null || header.position() > 0;
    }

    /** @return room for the payload, or null when the header is not complete */
    private byte @Nullable [] takeHeader(ByteBuffer source) throws WireException {
        int count = Math.min(source.remaining(), header.remaining());
        header.put(source.slice(source.position(), count));
        source.position(source.position() + count);
        if (header.hasRemaining()) {
            return null;
        }
        int length = MessageCodec.checkedLength(header.getInt(12), maxPayload);
        return length == 0 ? NO_PAYLOAD : new byte[length];
    }
}
