// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xenbay.xenstore.wire.Message;
import org.xenbay.xenstore.wire.MessageCodec;
import org.xenbay.xenstore.wire.MessageDecoder;
import org.xenbay.xenstore.wire.Operation;
import org.xenbay.xenstore.wire.Payload;

/**
 * One socket client. A client with many replies to read is served again when it has read them. A client that leaves too many
 * events unread is disconnected. Runs on the server's thread, except the sink.
 */
final class SocketConnection implements EventSink {

    private static final System.Logger LOG = System.getLogger(SocketConnection.class.getName());
    private static final int INPUT_BYTES = 16_384;
    private static final int CONGESTED_BYTES = 1 << 20;
    private static final int MAX_QUEUED_BYTES = 8 << 20;

    private final SocketLoop loop;
    private final SelectionKey key;
    private final SocketChannel channel;
    private final Engine engine;
    private final Session session;
    private final RequestProcessor processor;
    private final OutboundQueue outbound = new OutboundQueue(MAX_QUEUED_BYTES);
    private final MessageDecoder decoder = new MessageDecoder(Message.MAX_PAYLOAD);
    /** Ready to be drained between calls. */
    private final ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES).flip();

    private final AtomicBoolean waitsForAttention = new AtomicBoolean();
    private boolean mayWrite = true;
    private volatile @Nullable String doom;

    SocketConnection(SocketLoop loop, SelectionKey key, Engine engine, int domain) {
        this.loop = loop;
        this.key = key;
        this.channel = (SocketChannel) key.channel();
        this.engine = engine;
        this.session = engine.open(domain, this);
        this.processor = new RequestProcessor(engine, session, reply -> outbound.reply(MessageCodec.encode(reply)));
    }

    /** Returns why the connection has to be closed; null if it has not. */
    @Nullable
    String doom() {
        return doom;
    }

    /** Reads and answers requests; false at the end of the stream. */
    boolean read(ByteBuffer buffer) throws IOException {
        input.compact();
        int count = channel.read(input);
        input.flip();
        serve(buffer);
        return count >= 0;
    }

    /** Sends waiting messages, and continues with requests that waited for that. */
    void flush(ByteBuffer buffer) throws IOException {
        boolean wasCongested = isCongested();
        send(buffer);
        if (wasCongested && !isCongested()) {
            serve(buffer);
        }
    }

    /** The channel has room again. */
    void writable() {
        mayWrite = true;
    }

    int interest() {
        return (isCongested() ? 0 : SelectionKey.OP_READ) | (outbound.isEmpty() ? 0 : SelectionKey.OP_WRITE);
    }

    SelectionKey key() {
        return key;
    }

    /** The loop is checking this connection now. */
    void noticed() {
        waitsForAttention.set(false);
    }

    /** The channel is being closed. */
    void end() {
        engine.close(session);
    }

    @Override
    public void fired(WatchEntry watch, String path) {
        Message event = Message.of(Operation.WATCH_EVENT, 0, 0, Payload.ofStrings(path, watch.token()));
        if (!outbound.event(watch, path, MessageCodec.encode(event))) {
            if (doom == null) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "disconnecting a XenStore client of domain {0}: it leaves more than {1} bytes unread",
                        session.domain().id(),
                        MAX_QUEUED_BYTES);
            }
            doom = "it does not read";
        }
        wantAttention();
    }

    @Override
    public void lost(Loss why) {
        doom = "the session has ended: " + why;
        wantAttention();
    }

    private void wantAttention() {
        if (waitsForAttention.compareAndSet(false, true)) {
            loop.wantsAttention(this);
        }
    }

    private void serve(ByteBuffer buffer) throws IOException {
        while (!isCongested()) {
            Optional<Message> request = decoder.decode(input);
            if (request.isEmpty()) {
                break;
            }
            processor.process(request.get());
        }
        send(buffer);
    }

    private void send(ByteBuffer buffer) throws IOException {
        while (mayWrite && !outbound.isEmpty()) {
            buffer.clear();
            outbound.copyTo(buffer);
            buffer.flip();
            int wanted = buffer.remaining();
            int count = channel.write(buffer);
            outbound.sent(count);
            mayWrite = count == wanted;
        }
    }

    private boolean isCongested() {
        return outbound.bytes() > CONGESTED_BYTES;
    }
}
