package org.xenbay.backend.ninepfs.socket;

import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.server.Conversation;
import org.xenbay.backend.ninepfs.server.DataSource;
import org.xenbay.backend.ninepfs.wire.MessageType;
import org.xenbay.backend.ninepfs.wire.MessageWriter;
import org.xenbay.backend.ninepfs.wire.Wire;

/** One client on a socket. Its own thread reads requests, and carries out those that are sooner done than given away. */
final class StreamConnection implements AutoCloseable {

    private static final Logger LOG = System.getLogger(StreamConnection.class.getName());

    private final SocketChannel channel;
    private final int most;
    private final Queue<ByteBuffer> spare = new ArrayDeque<>();
    private final Object room = new Object();
    private final ByteBuffer input = ByteBuffer.allocateDirect(2 * Wire.MOST_SMALL)
            .order(ByteOrder.LITTLE_ENDIAN)
            .limit(0);
    private final ByteBuffer dataReply;
    private Conversation conversation;

    /** @param most most bytes of a message */
    StreamConnection(SocketChannel channel, int most) {
        this.channel = channel;
        this.most = most;
        this.dataReply = ByteBuffer.allocateDirect(most).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Another request may be read. */
    void hasRoom() {
        synchronized (room) {
            room.notifyAll();
        }
    }

    /** Serves the client until it goes. */
    void serve(Conversation with) {
        conversation = with;
        MessageWriter scratch = new MessageWriter();
        try {
            while (true) {
                awaitRoom();
                with.serve(next(), scratch);
            }
        } catch (EOFException gone) {
            LOG.log(Level.DEBUG, "a client has gone");
        } catch (IOException broken) {
            LOG.log(Level.INFO, "a client is cut off: " + broken.getMessage());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            with.close();
            close();
        }
    }

    private void awaitRoom() throws InterruptedException {
        synchronized (room) {
            while (!conversation.hasRoom()) {
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
        if (!write && length > Wire.MOST_SMALL) {
            throw new IOException("a message of " + length + " bytes that is no Twrite");
        }
        byte[] fields = new byte[write ? Wire.WRITE_DATA : (int) length];
        need(fields.length);
        input.get(fields);
        ByteBuffer payload = write ? payload((int) length - Wire.WRITE_DATA) : null;
        return new StreamRequest(this, ByteBuffer.wrap(fields).order(ByteOrder.LITTLE_ENDIAN), payload);
    }

    /** Reads as much as there is, until so many bytes are. */
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

    /** What has come already, and then the rest straight to where it is written from. */
    private ByteBuffer payload(int length) throws IOException {
        ByteBuffer payload = buffer(length);
        int here = Math.min(length, input.remaining());
        payload.put(input.slice(input.position(), here));
        input.position(input.position() + here);
        while (payload.hasRemaining()) {
            read(payload);
        }
        return payload.flip();
    }

    private ByteBuffer buffer(int length) {
        ByteBuffer used;
        synchronized (spare) {
            used = spare.poll();
        }
        if (used == null || used.capacity() < length) {
            used = ByteBuffer.allocateDirect(length);
        }
        return used.clear().limit(length);
    }

    void giveBack(ByteBuffer buffer) {
        if (buffer != null) {
            synchronized (spare) {
                spare.add(buffer);
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
    }
}
