// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.host.StreamSocket;
import org.xenbay.api.host.StreamSockets;

/**
 * A connection that can outlast this process, once its viewer has shown that it may look. Until then it is a channel: to take one
 * over costs more than to accept it. Until then one thread uses it; another one may end it.
 */
final class KeptConnection implements Connection {

    private static final System.Logger LOG = System.getLogger(KeptConnection.class.getName());

    /** Null for a predecessor's connection. */
    private final @Nullable SocketChannel channel;

    private final @Nullable StreamSockets sockets;
    private final Wire wire = Wire.unbuffered(new Input(), new Output());
    private final String peer;

    /** Of the thread that reads. */
    private InputStream from;

    /** Of the thread that writes. */
    private OutputStream to;

    private @Nullable PeekedInput peeked;
    private @Nullable NotedOutput noted;

    @GuardedBy("this")
    private @Nullable StreamSocket socket;

    @GuardedBy("this")
    private boolean closed;

    /**
     * @param channel accepted
     * @param sockets takes it over
     * @throws IOException when it is closed
     */
    KeptConnection(SocketChannel channel, StreamSockets sockets) throws IOException {
        this.channel = channel;
        this.sockets = sockets;
        this.peer = ChannelStreams.peer(channel);
        this.from = ChannelStreams.input(channel);
        this.to = ChannelStreams.output(channel);
    }

    /** @param left a predecessor's */
    KeptConnection(StreamSocket left) {
        this.channel = null;
        this.sockets = null;
        this.peer = "kept";
        PeekedInput input = new PeekedInput(left);
        NotedOutput output = new NotedOutput(left);
        this.socket = left;
        this.peeked = input;
        this.noted = output;
        this.from = input;
        this.to = output;
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            return from.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return from.read(target, offset, length);
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            to.write(value);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            to.write(source, offset, length);
        }
    }

    /** Notes the first bytes of what belongs together. Of one thread at a time. */
    private static final class NotedOutput extends OutputStream {
        private final StreamSocket socket;
        private ViewerNotes notes = ViewerNotes.NONE;
        private boolean begun;

        NotedOutput(StreamSocket socket) {
            this.socket = socket;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (!begun && length > 0) {
                begun = true;
                notes.sending();
            }
            socket.write(source, offset, length);
        }
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public @Nullable StreamSocket keep() {
        if (channel == null || sockets == null) {
            return socket();
        }
        try {
            StreamSocket taken = sockets.keep(channel);
            PeekedInput input = new PeekedInput(taken);
            NotedOutput output = new NotedOutput(taken);
            peeked = input;
            noted = output;
            from = input;
            to = output;
            return kept(taken);
        } catch (IOException failed) {
            LOG.log(Level.DEBUG, "a viewer ends with this process: {0}", failed.toString());
            return null;
        }
    }

    private synchronized StreamSocket kept(StreamSocket taken) {
        socket = taken;
        if (closed) {
            taken.close();
        }
        return taken;
    }

    private synchronized @Nullable StreamSocket socket() {
        return socket;
    }

    @Override
    public void note(ViewerNotes notes) {
        if (peeked != null) {
            peeked.note(notes);
        }
        if (noted != null) {
            noted.notes = notes;
        }
    }

    @Override
    public void taken() throws IOException {
        if (peeked != null) {
            peeked.taken();
        }
    }

    @Override
    public void sent() {
        if (noted != null) {
            noted.begun = false;
        }
    }

    @Override
    public void awaitWritable() throws IOException {
        StreamSocket present = socket();
        if (present != null) {
            present.awaitWritable();
        }
    }

    @Override
    public void stopWaiting() {
        StreamSocket present = socket();
        if (present != null) {
            present.stopWaiting();
        }
    }

    @Override
    public void detach() throws IOException {
        StreamSocket present = socket();
        if (present == null) {
            throw new IOException("the connection ends with this process");
        }
        present.detach();
    }

    @Override
    public void close() {
        StreamSocket present;
        synchronized (this) {
            closed = true;
            present = socket;
        }
        if (present != null) {
            present.close();
        }
        if (channel != null) {
            PlainConnection.close(channel);
        }
    }
}
