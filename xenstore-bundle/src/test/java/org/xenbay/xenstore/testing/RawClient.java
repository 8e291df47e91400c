// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.xenbay.xenstore.wire.Message;
import org.xenbay.xenstore.wire.MessageCodec;
import org.xenbay.xenstore.wire.Operation;
import org.xenbay.xenstore.wire.Payload;

/** Speaks the protocol by hand, so that tests see exactly which messages come, and in which order. */
public final class RawClient implements AutoCloseable {

    private static final int MAX_REPLY = 1 << 20;

    private final SocketChannel channel;
    private final InputStream input;
    private final Queue<String> events = new ArrayDeque<>();
    private int lastRequest;

    public RawClient(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        input = Channels.newInputStream(channel);
    }

    /** Sends a request and returns the next message that is not an event. */
    public Message ask(Operation operation, int transaction, byte[] payload) throws IOException {
        send(operation.code(), transaction, payload);
        while (true) {
            Message message = next().orElseThrow();
            if (!message.is(Operation.WATCH_EVENT)) {
                assertThat(message.requestId()).isEqualTo(lastRequest);
                assertThat(message.transactionId()).isEqualTo(transaction);
                return message;
            }
            noteEvent(message);
        }
    }

    /** The reply in words: its strings joined with '|', after the name of the error and a '!' if it is one. */
    public String say(Operation operation, String... strings) throws IOException {
        return sayIn(0, operation, strings);
    }

    /** The same in a transaction. */
    public String sayIn(int transaction, Operation operation, String... strings) throws IOException {
        byte[] payload = Payload.ofStrings(strings);
        if (operation == Operation.WRITE) {
            payload = Payload.ofStringAndValue(strings[0], strings[1].getBytes(Payload.CHARSET));
        }
        return words(ask(operation, transaction, payload));
    }

    /** A reply, in words. */
    public static String words(Message reply) {
        String text = new String(reply.payload(), Payload.CHARSET);
        String trimmed = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
        return (reply.is(Operation.ERROR) ? "!" : "") + trimmed.replace('\0', '|');
    }

    /** Sends a request without waiting, and returns its id. */
    public int send(int type, int transaction, byte[] payload) throws IOException {
        sendBytes(MessageCodec.encode(new Message(type, ++lastRequest, transaction, payload)));
        return lastRequest;
    }

    public void sendBytes(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** The next message of any kind; empty when the server has closed the connection. */
    public Optional<Message> next() throws IOException {
        return MessageCodec.read(input, MAX_REPLY);
    }

    /** Events that came before the last reply, as "path|token", and forgets them. */
    public List<String> events() {
        List<String> seen = List.copyOf(events);
        events.clear();
        return seen;
    }

    /** Events up to now: those that come before the answer to a request sent now. */
    public List<String> eventsSoFar() throws IOException {
        say(Operation.GET_DOMAIN_PATH, "0");
        return events();
    }

    private void noteEvent(Message event) {
        assertThat(event.requestId()).isZero();
        assertThat(event.transactionId()).isZero();
        events.add(words(event));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
