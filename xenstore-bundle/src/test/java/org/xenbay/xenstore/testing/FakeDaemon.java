// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xenbay.xenstore.wire.Message;
import org.xenbay.xenstore.wire.MessageCodec;
import org.xenbay.xenstore.wire.Operation;
import org.xenbay.xenstore.wire.Payload;

/** A daemon that answers as a test wants, right or wrong; GET_DOMAIN_PATH, the client's greeting, is answered right. */
public final class FakeDaemon implements AutoCloseable {

    private final ServerSocketChannel listening;
    private final Path socket;
    private final Function<Message, List<Message>> answers;
    private volatile SocketChannel current;

    public FakeDaemon(Path socket, Function<Message, List<Message>> answers) throws IOException {
        this.socket = socket;
        this.answers = answers;
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::run, "fake-daemon");
        thread.setDaemon(true);
        thread.start();
    }

    public Path socket() {
        return socket;
    }

    private void run() {
        try {
            while (listening.isOpen()) {
                try (SocketChannel channel = listening.accept()) {
                    current = channel;
                    serve(Channels.newInputStream(channel), Channels.newOutputStream(channel));
                } catch (IOException clientIsGone) {
                    current = null;
                }
            }
        } finally {
            current = null;
        }
    }

    private void serve(InputStream input, OutputStream output) throws IOException {
        for (Optional<Message> next = MessageCodec.read(input, 4096);
                next.isPresent();
                next = MessageCodec.read(input, 4096)) {
            Message request = next.get();
            List<Message> replies = request.is(Operation.GET_DOMAIN_PATH)
                    ? List.of(request.reply(Operation.GET_DOMAIN_PATH, Payload.ofStrings("/local/domain/0")))
                    : answers.apply(request);
            ByteArrayOutputStream together = new ByteArrayOutputStream();
            for (Message reply : replies) {
                MessageCodec.write(reply, together);
            }
            together.writeTo(output);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        SocketChannel last = current;
        if (last != null) {
            last.close();
        }
    }
}
