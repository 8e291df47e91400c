// SPDX-License-Identifier: Apache-2.0
package org.xenbay.example.vtpm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A TPM whose answer to a command is the command itself, when it is let. */
final class FakeTpm implements AutoCloseable {

    private final Path path;
    private final ServerSocketChannel server;
    private final Thread thread = new Thread(this::run, "fake-tpm");
    private final List<byte[]> commands = new CopyOnWriteArrayList<>();
    private final Semaphore came = new Semaphore(0);
    private final Semaphore answers = new Semaphore(0);
    private volatile SocketChannel client;

    private FakeTpm(Path path) {
        this.path = path;
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        thread.start();
    }

    /** @return one that answers at once */
    static FakeTpm at(Path path) {
        FakeTpm tpm = slow(path);
        tpm.answers.release(Integer.MAX_VALUE / 2);
        return tpm;
    }

    /** @return one that answers one command for each {@link #answer} */
    static FakeTpm slow(Path path) {
        return new FakeTpm(path);
    }

    void answer() {
        answers.release();
    }

    void awaitCommand() throws InterruptedException {
        came.acquire();
    }

    List<byte[]> commands() {
        return commands;
    }

    private void run() {
        while (server.isOpen()) {
            try (SocketChannel accepted = server.accept()) {
                client = accepted;
                while (true) {
                    ByteBuffer command = read(accepted);
                    commands.add(command.array());
                    came.release();
                    answers.acquire();
                    accepted.write(command);
                }
            } catch (IOException | InterruptedException ended) {
                continue;
            }
        }
    }

    private static ByteBuffer read(SocketChannel from) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(TpmMessage.HEADER);
        fill(from, header);
        ByteBuffer whole = ByteBuffer.allocate((int) TpmMessage.length(header.array())).put(header.flip());
        fill(from, whole);
        return whole.flip();
    }

    private static void fill(SocketChannel from, ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (from.read(target) < 0) {
                throw new IOException("the end");
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            SocketChannel last = client;
            if (last != null) {
                last.close();
            }
            thread.interrupt();
            thread.join();
            Files.deleteIfExists(path);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
