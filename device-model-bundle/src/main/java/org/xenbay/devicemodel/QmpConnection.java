// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of a QMP socket: reads and writes lines. It is not read until its last answer is sent, so it needs memory for one
 * line in each direction. On the loop's thread.
 */
final class QmpConnection implements EventLoop.Ready, AutoCloseable {

    /** Longest command in bytes, its line end included. */
    static final int MAX_LINE = 64 * 1024;

    private static final int USUAL_LINE = 512;
    private static final Logger LOG = System.getLogger(QmpConnection.class.getName());

    private final SocketChannel channel;
    private final QmpSession session;
    private final EventLoop loop;
    private final Consumer<QmpConnection> ended;
    /** Contains, up to its position, an incomplete line or lines that wait for their turn. */
    private ByteBuffer input = ByteBuffer.allocate(USUAL_LINE);
    /** Number of bytes that have been answered. */
    private int taken;

    private @Nullable ByteBuffer output;
    /** Whether the last command's answer is still to come. */
    private boolean waiting;

    private boolean ending;

    /** @param ended called once when the client is gone */
    QmpConnection(SocketChannel channel, QmpSession session, EventLoop loop, Consumer<QmpConnection> ended) {
        this.channel = channel;
        this.session = session;
        this.loop = loop;
        this.ended = ended;
    }

    void open() throws IOException {
        send(QmpSession.GREETING);
        loop.register(channel, SelectionKey.OP_WRITE, this);
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            if (key.isReadable() && channel.read(input) < 0) {
                end();
                return;
            }
            proceed(key);
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "a QMP client is gone: " + gone.getMessage());
            end();
        }
    }

    private void proceed(SelectionKey key) throws IOException {
        flush();
        while (output == null && !waiting && !ending && answerNext(key)) {
            flush();
        }
        if (ending && output == null) {
            end();
        } else {
            makeRoom();
            key.interestOps(waiting ? 0 : output == null ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
        }
    }

    /** @return whether there was a whole line */
    private boolean answerNext(SelectionKey key) {
        for (int i = taken; i < input.position(); i++) {
            if (input.get(i) == '\n') {
                ByteBuffer line = input.duplicate().limit(i).position(taken);
                taken = i + 1;
                answer(line, key);
                return true;
            }
        }
        if (input.position() - taken >= MAX_LINE) {
            send("{\"error\":{\"class\":\"GenericError\",\"desc\":\"a command has at most " + MAX_LINE + " bytes\"}}");
            ending = true;
        }
        return false;
    }

    private void answer(ByteBuffer bytes, SelectionKey key) {
        try {
            String line =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().strip();
            if (!line.isEmpty()) {
                await(session.answer(line), key);
            }
        } catch (CharacterCodingException notText) {
            send("{\"error\":{\"class\":\"GenericError\",\"desc\":\"a command is UTF-8\"}}");
        }
    }

    private void await(CompletableFuture<String> answer, SelectionKey key) {
        if (answer.isDone()) {
            send(answer.join());
        } else {
            waiting = true;
            answer.whenComplete((line, failed) -> loop.execute(() -> answered(line, failed, key)));
        }
    }

    /** What comes after an answer that the client had to wait for. */
    private void answered(@Nullable String line, @Nullable Throwable failed, SelectionKey key) {
        waiting = false;
        if (!key.isValid()) {
            return; // the client is gone, or its guest
        }
        try {
            if (line == null) {
                throw new IOException("a command failed", failed);
            }
            send(line);
            proceed(key);
        } catch (IOException gone) {
            LOG.log(Level.WARNING, "a QMP client is not answered", gone);
            end();
        }
    }

    private void send(String line) {
        output = ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private void flush() throws IOException {
        if (output != null) {
            channel.write(output);
            if (!output.hasRemaining()) {
                output = null;
            }
        }
    }

    /** Drops answered lines. The buffer grows for a long line and shrinks again. */
    private void makeRoom() {
        input.flip().position(taken);
        taken = 0;
        int size = input.capacity();
        if (input.remaining() == size) {
            size = Math.min(2 * size, MAX_LINE);
        } else if (!input.hasRemaining()) {
            size = USUAL_LINE;
        }
        input = size == input.capacity()
                ? input.compact()
                : ByteBuffer.allocate(size).put(input);
    }

    private void end() {
        close();
        ended.accept(this);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            LOG.log(Level.DEBUG, "a QMP socket did not close properly: " + failed.getMessage());
        }
    }
}
