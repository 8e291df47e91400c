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
    private final Consumer<QmpConnection> ended;
    /** Contains, up to its position, an incomplete line or lines that wait for their turn. */
    private ByteBuffer input = ByteBuffer.allocate(USUAL_LINE);
    /** Number of bytes that have been answered. */
    private int taken;

    private @Nullable ByteBuffer output;
    private boolean ending;

    /** @param ended called once when the client is gone */
    QmpConnection(SocketChannel channel, QmpSession session, Consumer<QmpConnection> ended) {
        this.channel = channel;
        this.session = session;
        this.ended = ended;
    }

    void open(EventLoop loop) throws IOException {
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
            flush();
            while (output == null && !ending && answerNext()) {
                flush();
            }
            if (ending && output == null) {
                end();
            } else {
                makeRoom();
                key.interestOps(output == null ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
            }
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "a QMP client is gone: " + gone.getMessage());
            end();
        }
    }

    /** @return whether there was a whole line */
    private boolean answerNext() {
        for (int i = taken; i < input.position(); i++) {
            if (input.get(i) == '\n') {
                ByteBuffer line = input.duplicate().limit(i).position(taken);
                taken = i + 1;
                answer(line);
                return true;
            }
        }
        if (input.position() - taken >= MAX_LINE) {
            send("{\"error\":{\"class\":\"GenericError\",\"desc\":\"a command has at most " + MAX_LINE + " bytes\"}}");
            ending = true;
        }
        return false;
    }

    private void answer(ByteBuffer bytes) {
        try {
            String line =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().strip();
            if (!line.isEmpty()) {
                send(session.answer(line));
            }
        } catch (CharacterCodingException notText) {
            send("{\"error\":{\"class\":\"GenericError\",\"desc\":\"a command is UTF-8\"}}");
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
