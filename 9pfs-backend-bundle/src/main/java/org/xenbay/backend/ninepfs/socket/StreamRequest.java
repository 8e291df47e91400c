// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.socket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.server.DataSink;
import org.xenbay.backend.ninepfs.server.DataSource;
import org.xenbay.backend.ninepfs.server.Request;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.Wire;

/** A request that came by a socket. */
final class StreamRequest extends Request {

    private final StreamConnection connection;
    private final @Nullable ByteBuffer payload;

    /**
     * @param head header and fields
     * @param payload bytes of a Twrite, a direct buffer that returns to the connection; null for other requests
     */
    StreamRequest(StreamConnection connection, ByteBuffer head, @Nullable ByteBuffer payload) {
        super(
                head.get(Wire.TYPE_AT) & 0xFF,
                head.get(Wire.TAG_AT) & 0xFF | (head.get(Wire.TAG_AT + 1) & 0xFF) << 8,
                new MessageReader(head.position(Wire.HEADER)));
        this.connection = connection;
        this.payload = payload;
    }

    @Override
    public int payload(int length, DataSink sink) throws FileException {
        if (payload == null || length > payload.remaining()) {
            throw new FileException(Errno.EINVAL, "write of more bytes than the message has");
        }
        return length == 0 ? 0 : sink.write(0, payload.slice(payload.position(), length));
    }

    @Override
    public void reply(ByteBuffer whole) {
        connection.giveBack(payload);
        connection.reply(whole);
    }

    @Override
    public int replyData(int most, DataSource source, Runnable beforeReply) throws FileException {
        return connection.replyData(tag(), most, source, beforeReply);
    }

    @Override
    public void drop() {
        connection.giveBack(payload);
    }
}
