// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.xenbay.frontend.ConsoleFrontend;

/**
 * A guest that writes numbered lines to its console without end, and a reader on the console's socket that checks that
 * each line comes once and in order.
 */
final class NumberedLines implements AutoCloseable {

    private final ConsoleFrontend console;
    private final SocketChannel reader;
    private final Thread writing;
    private final Thread reading;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private volatile boolean stopped;
    private volatile String fault = "";

    NumberedLines(ConsoleFrontend console, Path socket) throws IOException {
        this.console = console;
        this.reader = SocketChannel.open(StandardProtocolFamily.UNIX);
        reader.connect(UnixDomainSocketAddress.of(socket));
        writing = new Thread(this::write, "guest writes");
        reading = new Thread(this::read, "reader");
        writing.start();
        reading.start();
    }

    private void write() {
        try {
            while (!stopped) {
                byte[] line = ("line " + written.get() + "\n").getBytes(StandardCharsets.US_ASCII);
                if (!console.writeFully(line, Duration.ofSeconds(30))) {
                    fault = "the console was not drained for 30 s, at line " + written.get();
                    return;
                }
                written.incrementAndGet();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        StringBuilder line = new StringBuilder();
        try {
            while (reader.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    char c = (char) buffer.get();
                    if (c != '\n') {
                        line.append(c);
                    } else if (line.toString().equals("line " + read.get())) {
                        read.incrementAndGet();
                        line.setLength(0);
                    } else {
                        fault = "expected line " + read.get() + ", got: " + line;
                        return;
                    }
                }
            }
            if (!stopped) {
                fault = "the socket was closed at line " + read.get();
            }
        } catch (IOException failed) {
            if (!stopped) {
                fault = "the socket failed at line " + read.get() + ": " + failed;
            }
        }
    }

    /** Lines that have arrived. */
    long lines() {
        return read.get();
    }

    /** Lines that the guest has got rid of. */
    long written() {
        return written.get();
    }

    /** What went wrong, empty when nothing did. */
    String fault() {
        return fault;
    }

    /** Stops the guest, waits until the reader has all it wrote, and says how many that were. */
    long finish() throws InterruptedException {
        stopped = true;
        writing.join(30_000);
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (read.get() < written.get() && fault.isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        if (fault.isEmpty() && read.get() != written.get()) {
            fault = read.get() + " lines arrived of " + written.get();
        }
        return read.get();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stopped = true;
        writing.interrupt();
        reader.close();
        writing.join(5_000);
        reading.join(5_000);
    }
}
