// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * A file that {@link NewFile} has made, and that is open since: it is this very file, whatever takes its name. Writes are not
 * buffered. An interrupt ends no write. Not thread-safe.
 */
public final class NewFileOutput extends OutputStream {

    private static final FileAttribute<?> ONLY_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    /** Not a channel for files, which an interrupt closes. */
    private final AsynchronousFileChannel channel;

    private long length;

    private NewFileOutput(Path path, AsynchronousFileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static NewFileOutput create(Path path) throws IOException {
        return new NewFileOutput(
                path,
                AsynchronousFileChannel.open(
                        path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), null, ONLY_OWNER));
    }

    /** @return the name that it was made with; another file may have the name by now */
    public Path path() {
        return path;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        write(length, ByteBuffer.wrap(bytes, offset, count));
        length += count;
    }

    /**
     * Writes in place of what was written before.
     *
     * @param position of the first byte
     * @param bytes end where the file ends, or before
     * @throws IOException when it cannot be written
     * @throws IndexOutOfBoundsException when something of that was not written before
     */
    public void overwrite(long position, byte[] bytes) throws IOException {
        if (position < 0 || bytes.length > length - position) {
            throw new IndexOutOfBoundsException(
                    bytes.length + " bytes at " + position + " in a file of " + length + " bytes");
        }
        write(position, ByteBuffer.wrap(bytes));
    }

    private void write(long position, ByteBuffer from) throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            at += ended(channel.write(from, at));
        }
    }

    /** Waits for the end of a write. */
    private static int ended(Future<Integer> write) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return write.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                } catch (ExecutionException failed) {
                    Throwable cause = failed.getCause();
                    throw new IOException(
                            cause == null ? "a write failed" : String.valueOf(cause.getMessage()), failed);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
