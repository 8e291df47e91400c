// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** TLS over the streams of a connection. One thread reads and one writes; the handshake is the reader's. */
final class TlsConnection {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final InputStream in;
    private final OutputStream out;

    /** What came and is not decrypted yet; its bytes are from 0 to its position. Of the reader. */
    private ByteBuffer came;

    /** What is decrypted and not read yet. Of the reader. */
    private ByteBuffer plain;

    private final Object sending = new Object();

    /** What is to be sent. */
    @GuardedBy("sending")
    private ByteBuffer packet;

    /** @param engine of a server */
    TlsConnection(SSLEngine engine, InputStream in, OutputStream out) {
        this.engine = engine;
        this.in = in;
        this.out = out;
        this.came = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        this.packet = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .limit(0);
    }

    /** Agrees on keys. */
    void handshake() throws IOException {
        engine.beginHandshake();
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING) {
            switch (status) {
                case NEED_WRAP -> status = wrap(NOTHING).getHandshakeStatus();
                case NEED_TASK -> status = runTasks();
                default -> status = unwrap().getHandshakeStatus();
            }
        }
    }

    private HandshakeStatus runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return engine.getHandshakeStatus();
    }

    private SSLEngineResult wrap(ByteBuffer source) throws IOException {
        synchronized (sending) {
            packet.clear();
            SSLEngineResult result = engine.wrap(source, packet);
            while (result.getStatus() == Status.BUFFER_OVERFLOW) {
                packet = larger(packet);
                result = engine.wrap(source, packet);
            }
            if (result.getStatus() == Status.CLOSED && result.bytesProduced() == 0) {
                throw new EOFException("the TLS connection has ended");
            }
            out.write(packet.array(), 0, packet.position());
            out.flush();
            return result;
        }
    }

    /** Decrypts a piece, and reads what that takes. */
    private SSLEngineResult unwrap() throws IOException {
        while (true) {
            came.flip();
            plain.compact();
            SSLEngineResult result;
            try {
                result = engine.unwrap(came, plain);
            } finally {
                came.compact();
                plain.flip();
            }
            switch (result.getStatus()) {
                case BUFFER_UNDERFLOW -> receive();
                case BUFFER_OVERFLOW -> enlarge();
                case CLOSED -> throw new EOFException("the viewer has ended the TLS connection");
                default -> {
                    return result;
                }
            }
        }
    }

    private void receive() throws IOException {
        if (!came.hasRemaining()) {
            came = larger(came).put(came.flip());
        }
        int count = in.read(came.array(), came.position(), came.remaining());
        if (count < 0) {
            throw new EOFException("the viewer has gone");
        }
        if (count == 0) {
            throw new IOException("a connection gives nothing and has not ended");
        }
        came.position(came.position() + count);
    }

    /** The engine wants larger packets once it has seen the beginning of a large one, in both directions. */
    private ByteBuffer larger(ByteBuffer buffer) throws IOException {
        int size = engine.getSession().getPacketBufferSize();
        if (buffer.capacity() >= size) {
            throw new IOException("a TLS record is longer than " + buffer.capacity() + " bytes");
        }
        return ByteBuffer.allocate(size);
    }

    private void enlarge() {
        ByteBuffer larger =
                ByteBuffer.allocate(plain.remaining() + engine.getSession().getApplicationBufferSize());
        larger.put(plain).flip();
        plain = larger;
    }

    InputStream input() {
        return ChannelStreams.input((target, offset, length) -> length == 0 ? 0 : decrypted(target, offset, length));
    }

    private int decrypted(byte[] target, int offset, int length) throws IOException {
        while (!plain.hasRemaining()) {
            HandshakeStatus status = unwrap().getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                status = runTasks();
            }
            if (status == HandshakeStatus.NEED_WRAP) {
                wrap(NOTHING);
            }
        }
        int count = Math.min(length, plain.remaining());
        plain.get(target, offset, count);
        return count;
    }

    OutputStream output() {
        return ChannelStreams.output(this::wrap);
    }
}
