// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.xenbay.shell.wire.Frame;
import org.xenbay.shell.wire.FrameChannel;
import org.xenbay.shell.wire.FrameType;
import org.xenbay.shell.wire.Hello;

/** One command, from its greeting to its exit code. */
final class Conversation {
    private final FrameChannel channel;
    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;
    private final TerminalMode terminal;
    private final Semaphore reads = new Semaphore(0);
    private boolean pumping;

    Conversation(FrameChannel channel, InputStream in, OutputStream out, OutputStream err, TerminalMode terminal) {
        this.channel = channel;
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /**
     * @param hello the command
     * @return its exit code
     * @throws IOException when the connection breaks or the output cannot be written
     */
    int run(Hello hello) throws IOException {
        channel.write(FrameType.HELLO, hello.encode());
        while (true) {
            Optional<Frame> frame = channel.read();
            if (frame.isEmpty()) {
                throw new IOException("the daemon closed the connection before the command was done");
            }
            byte[] payload = frame.get().payload();
            switch (frame.get().type()) {
                case STDOUT -> show(out, payload);
                case STDERR -> show(err, payload);
                case READ -> sendInput();
                case RAW -> terminal.set(payload.length > 0 && payload[0] != 0);
                case EXIT -> {
                    return payload.length > 0 ? payload[0] & 0xFF : 1;
                }
                default ->
                    throw new IOException(
                            "the daemon sent a frame of type " + frame.get().type());
            }
        }
    }

    private static void show(OutputStream stream, byte[] bytes) throws IOException {
        stream.write(bytes);
        stream.flush();
    }

    /** Reads standard input only when the command asks for it, so that a loop in a script keeps its input. */
    private void sendInput() {
        if (!pumping) {
            pumping = true;
            Thread pump = new Thread(this::pump, "xenbay-stdin");
            pump.setDaemon(true);
            pump.start();
        }
        reads.release();
    }

    private void pump() {
        byte[] buffer = new byte[8192];
        try {
            while (true) {
                reads.acquire();
                channel.write(FrameType.STDIN, buffer, 0, readOwnInput(buffer));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (IOException daemonGone) {
            // run() reads from the same connection and reports its end.
            reads.drainPermits();
        }
    }

    private int readOwnInput(byte[] buffer) {
        try {
            return Math.max(0, in.read(buffer));
        } catch (IOException unreadable) {
            // A standard input that cannot be read counts as ended.
            return 0;
        }
    }
}
