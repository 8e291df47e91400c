// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.server.Conversation;
import org.xenbay.backend.ninepfs.server.DataSource;
import org.xenbay.backend.ninepfs.server.Lane;
import org.xenbay.backend.ninepfs.server.Request;
import org.xenbay.backend.ninepfs.server.RequestSource;
import org.xenbay.backend.ninepfs.wire.MessageType;
import org.xenbay.backend.ninepfs.wire.MessageWriter;
import org.xenbay.backend.ninepfs.wire.Wire;

/**
 * One client on a socket. Its thread reads the requests, and itself carries out each one that takes less time than waking
 * another thread.
 *
 * <p>Bytes of a Twrite are kept here until the request ends. They count as the client's memory: a client at its limit gets
 * one such request carried out at a time, and the others stay in the socket.
 */
final class StreamConnection implements RequestSource, AutoCloseable {

    private static final Logger LOG = System.getLogger(StreamConnection.class.getName());

    /** Buffers for the bytes of a Twrite that are kept for the next ones. */
    private static final int MAX_SPARE = 2;

    private static final int INPUT = 64 * 1024;

    private final SocketChannel channel;
    private final int most;
    private final Allowance memory;
    private final Queue<ByteBuffer> spare = new ArrayDeque<>();
    /** Number of buffers in use. */
    @GuardedBy("spare")
    private int used;

    @GuardedBy("spare")
    private boolean closed;

    private final Object room = new Object();
    private final ByteBuffer input =
            ByteBuffer.allocateDirect(INPUT).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private final ByteBuffer dataReply;

    /**
     * @param most most bytes of a message
     * @param memory the client's allowance; {@link #needs} bytes of it are taken already
     */
    StreamConnection(SocketChannel channel, int most, Allowance memory) {
        this.channel = channel;
        this.most = most;
        this.memory = memory;
        this.dataReply = ByteBuffer.allocateDirect(most).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @return bytes of memory that every client needs */
    static long needs(int most) {
        return INPUT + most;
    }

    @Override
    public void requestEnded() {
        synchronized (room) {
            room.notifyAll();
        }
    }

    /** Serves the client until it disconnects. */
    void serve(Lane lane, Conversation with) {
        MessageWriter scratch = new MessageWriter();
        try {
            while (true) {
                awaitRoom(with);
                Request request = next();
                lane.serve(() -> with.received(request), scratch);
            }
        } catch (EOFException gone) {
            LOG.log(Level.DEBUG, "a client has gone");
        } catch (IOException broken) {
            LOG.log(Level.INFO, "a client is disconnected: " + broken);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            with.close();
            close();
        }
    }

    private void awaitRoom(Conversation conversation) throws InterruptedException {
        synchronized (room) {
            while (!conversation.hasRoom() || !hasMemory()) {
                room.wait();
            }
        }
    }

    private StreamRequest next() throws IOException {
        need(Wire.HEADER);
        int start = input.position();
        long length = input.getInt(start) & 0xFFFF_FFFFL;
        if (length < Wire.HEADER || length > most) {
            throw new IOException("a message of " + length + " bytes");
        }
        boolean write = input.get(start + Wire.TYPE_AT) == MessageType.WRITE && length >= Wire.WRITE_DATA;
        if (!write && length > Wire.MAX_SMALL) {
            throw new IOException("a message of " + length + " bytes that is not a Twrite");
        }
        byte[] fields = new byte[write ? Wire.WRITE_DATA : (int) length];
        need(fields.length);
        input.get(fields);
        ByteBuffer payload = write ? payload((int) length - Wire.WRITE_DATA) : null;
        return new StreamRequest(this, ByteBuffer.wrap(fields).order(ByteOrder.LITTLE_ENDIAN), payload);
    }

    /** Reads until there are so many bytes. */
    private void need(int count) throws IOException {
        if (input.remaining() < count) {
            input.compact();
            while (input.position() < count) {
                read(input);
            }
            input.flip();
        }
    }

    private void read(ByteBuffer target) throws IOException {
        if (channel.read(target) < 0) {
            throw new EOFException();
        }
    }

    /** Copies bytes that have been received already, and reads the others directly into the buffer that is written to the file. */
    private ByteBuffer payload(int length) throws IOException {
        ByteBuffer payload = buffer(length);
        boolean whole = false;
        try {
            int here = Math.min(length, input.remaining());
            payload.put(input.slice(input.position(), here));
            input.position(input.position() + here);
            while (payload.hasRemaining()) {
                read(payload);
            }
            whole = true;
            return payload.flip();
        } finally {
            if (!whole) {
                giveBack(payload);
            }
        }
    }

    /** One Twrite is always taken. Without memory for a second one, the end of the first one makes room. */
    private boolean hasMemory() {
        synchronized (spare) {
            long atHand = spare.stream().mapToLong(ByteBuffer::capacity).sum();
            return used == 0 || memory.mostForOwner() - memory.takenByOwner() + atHand >= most;
        }
    }

    private ByteBuffer buffer(int length) {
        synchronized (spare) {
            ByteBuffer buffer = spare.poll();
            if (buffer != null && buffer.capacity() < length) {
                memory.give(buffer.capacity());
                buffer = null;
            }
            if (buffer == null) {
                buffer = ByteBuffer.allocateDirect(length);
                memory.carryOver(length);
            }
            used++;
            return buffer.clear().limit(length);
        }
    }

    /** @param buffer the bytes of a Twrite; null for a request without such bytes */
    void giveBack(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return;
        }
        synchronized (spare) {
            used--;
            if (closed || spare.size() == MAX_SPARE) {
                memory.give(buffer.capacity());
            } else {
                spare.add(buffer);
            }
        }
    }

    private void giveAllBack() {
        synchronized (spare) {
            if (!closed) {
                closed = true;
                memory.give(needs(most));
                spare.forEach(buffer -> memory.give(buffer.capacity()));
                spare.clear();
            }
        }
    }

    void reply(ByteBuffer whole) {
        synchronized (dataReply) {
            write(whole);
        }
    }

    int replyData(int tag, int wanted, DataSource source, Runnable beforeReply) throws FileException {
        synchronized (dataReply) {
            int count = source.read(
                    0,
                    dataReply
                            .clear()
                            .position(Wire.DATA)
                            .limit(Wire.DATA + wanted)
                            .slice());
            dataReply.clear().limit(Wire.DATA + count);
            dataReply.putInt(0, Wire.DATA + count).put(Wire.TYPE_AT, (byte) (MessageType.READ + 1));
            dataReply.putShort(Wire.TAG_AT, (short) tag).putInt(Wire.HEADER, count);
            beforeReply.run();
            write(dataReply);
            return count;
        }
    }

    private void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException gone) {
            close();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            LOG.log(Level.DEBUG, "a socket did not close properly: " + failed.getMessage());
        }
        giveAllBack();
    }
}
