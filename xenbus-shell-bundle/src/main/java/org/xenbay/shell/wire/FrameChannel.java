// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Optional;

/** Frames over a blocking channel: one thread reads, any thread writes. */
public final class FrameChannel implements AutoCloseable {
    private final ByteChannel channel;
    private final Object writing = new Object();

    /** @param channel the connection; closed with this */
    public FrameChannel(ByteChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the next frame.
     *
     * @return the frame; empty when the peer has closed the connection between two frames
     * @throws ProtocolException when the bytes are not a frame
     * @throws IOException when the connection broke
     */
    public Optional<Frame> read() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(Frame.HEADER);
        if (!fill(header) && header.position() == 0) {
            return Optional.empty();
        }
        require(header);
        header.flip();
        FrameType type = FrameType.ofCode(header.get());
        int length = header.getInt();
        if (type == null || length < 0 || length > Frame.MAX_PAYLOAD) {
            throw new ProtocolException("not a frame of the xenbay shell");
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        fill(payload);
        require(payload);
        return Optional.of(new Frame(type, payload.array()));
    }

    private boolean fill(ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target) < 0) {
                return false;
            }
        }
        return true;
    }

    private static void require(ByteBuffer filled) throws EOFException {
        if (filled.hasRemaining()) {
            throw new EOFException("the connection ended inside a frame");
        }
    }

    /**
     * Writes bytes as frames of one type: as many as the length needs, one when it is zero.
     *
     * @param type the type
     * @param bytes array with the bytes
     * @param offset of the first byte
     * @param length number of bytes
     * @throws IOException when the connection broke
     */
    public void write(FrameType type, byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        do {
            int part = Math.min(length - done, Frame.MAX_PAYLOAD);
            ByteBuffer frame = ByteBuffer.allocate(Frame.HEADER + part);
            frame.put((byte) type.ordinal())
                    .putInt(part)
                    .put(bytes, offset + done, part)
                    .flip();
            synchronized (writing) {
                while (frame.hasRemaining()) {
                    channel.write(frame);
                }
            }
            done += part;
        } while (done < length);
    }

    /**
     * @param type the type
     * @param payload the payload
     * @throws IOException when the connection broke
     */
    public void write(FrameType type, byte... payload) throws IOException {
        write(type, payload, 0, payload.length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
