// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.io.OutputStream;
import org.xenbay.api.host.StreamSocket;

/** A connection that can outlast this process. */
final class KeptConnection implements Connection {

    private final StreamSocket socket;
    private final PeekedInput input;
    private final NotedOutput output;
    private final Wire wire;
    private final String peer;

    /** @param peer where the viewer comes from */
    KeptConnection(StreamSocket socket, String peer) {
        this.socket = socket;
        this.input = new PeekedInput(socket);
        this.output = new NotedOutput(socket);
        this.wire = Wire.unbuffered(input, output);
        this.peer = peer;
    }

    /** Notes the first bytes of what belongs together. Of one thread at a time. */
    private static final class NotedOutput extends OutputStream {
        private final StreamSocket socket;
        private ViewerNotes notes = ViewerNotes.NONE;
        private boolean noted;

        NotedOutput(StreamSocket socket) {
            this.socket = socket;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (!noted && length > 0) {
                noted = true;
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
    public StreamSocket socket() {
        return socket;
    }

    @Override
    public void holdMessages(ViewerNotes notes) {
        input.holdMessages(notes);
        output.notes = notes;
        output.noted = false;
    }

    @Override
    public void sent() {
        output.noted = false;
    }

    @Override
    public void taken() throws IOException {
        input.taken();
    }

    @Override
    public void awaitWritable() throws IOException {
        socket.awaitWritable();
    }

    @Override
    public void stopWaiting() {
        socket.stopWaiting();
    }

    @Override
    public void close() {
        socket.close();
    }
}
