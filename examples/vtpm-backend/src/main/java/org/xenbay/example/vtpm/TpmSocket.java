// SPDX-License-Identifier: Apache-2.0
package org.xenbay.example.vtpm;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A program that is a TPM, such as swtpm, which takes commands through a UNIX socket, one after another. */
final class TpmSocket implements AutoCloseable {

    private final Path path;
    private volatile @Nullable SocketChannel channel;
    private volatile boolean closed;

    TpmSocket(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** @return whether the program has made its socket */
    boolean isThere() {
        return Files.exists(path);
    }

    /**
     * Sends a command to the TPM and waits for its response. Blocks; one caller at a time.
     *
     * @param command the whole command
     * @return the response
     * @throws IOException when the TPM cannot be reached, or ends before it has answered; then it may have carried out the
     *     command
     */
    synchronized byte[] exchange(byte[] command) throws IOException {
        SocketChannel open = connected();
        try {
            ByteBuffer left = ByteBuffer.wrap(command);
            while (left.hasRemaining()) {
                open.write(left);
            }
            return response(open);
        } catch (IOException failed) {
            disconnect();
            throw failed;
        }
    }

    /** Connects if necessary. A TPM that was restarted has closed the last connection, before a command was sent on it. */
    private SocketChannel connected() throws IOException {
        SocketChannel last = channel;
        if (last != null && isAlive(last)) {
            return last;
        }
        disconnect();
        SocketChannel fresh = SocketChannel.open(UnixDomainSocketAddress.of(path));
        channel = fresh;
        if (closed) {
            disconnect();
        }
        return fresh;
    }

    private static boolean isAlive(SocketChannel open) {
        try {
            open.configureBlocking(false);
            boolean alive = open.read(ByteBuffer.allocate(1)) == 0;
            open.configureBlocking(true);
            return alive;
        } catch (IOException gone) {
            return false;
        }
    }

    private static byte[] response(SocketChannel open) throws IOException {
        byte[] header = new byte[TpmMessage.HEADER];
        read(open, ByteBuffer.wrap(header));
        long length = TpmMessage.length(header);
        if (length < TpmMessage.HEADER || length > TpmMessage.MAX) {
            throw new IOException("a response of " + length + " bytes");
        }
        ByteBuffer whole = ByteBuffer.allocate((int) length).put(header);
        read(open, whole);
        return whole.array();
    }

    private static void read(SocketChannel open, ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (open.read(target) < 0) {
                throw new EOFException("the TPM has ended");
            }
        }
    }

    private void disconnect() throws IOException {
        SocketChannel last = channel;
        channel = null;
        if (last != null) {
            last.close();
        }
    }

    /** Makes a call of {@link #exchange} fail, including one that is under way. By any thread. */
    @Override
    public void close() throws IOException {
        closed = true;
        disconnect();
    }
}
