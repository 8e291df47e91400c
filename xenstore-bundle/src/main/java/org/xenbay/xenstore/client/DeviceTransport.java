// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.thread.DaemonThreads;

/**
 * A character device such as {@code /dev/xen/xenbus}, which takes one whole message of at most 4096 bytes per write
 * (linux/drivers/xen/xenbus/xenbus_dev_frontend.c).
 *
 * <p>One open file serves both directions, because the kernel keeps watches and transactions by file. Reading uses a separate
 * channel, for two reasons: another thread can close it while it blocks, and it does not share a lock with writing, as the two
 * directions of one channel would.
 */
final class DeviceTransport implements Transport {

    private static final int MAX_MESSAGE = 4096;
    private static final byte[] END = {};

    private final Path device;
    private final RandomAccessFile file;
    private final FileChannel input;
    private final BlockingQueue<byte[]> unsent = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile @Nullable IOException sendFailure;

    DeviceTransport(Path device) throws IOException {
        this.device = device;
        file = new RandomAccessFile(device.toFile(), "rw");
        try {
            input = new FileInputStream(file.getFD()).getChannel();
        } catch (IOException failed) {
            file.close();
            throw failed;
        }
        writer = DaemonThreads.of("xenstore-device-writer", this::write);
        writer.start();
    }

    @Override
    public Path place() {
        return device;
    }

    @Override
    public int maxMessage() {
        return MAX_MESSAGE;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            return input.read(target);
        } catch (IOException failed) {
            if (sendFailure != null) {
                failed.addSuppressed(sendFailure);
            }
            throw failed;
        }
    }

    @Override
    public void send(List<byte[]> messages) {
        unsent.addAll(messages);
    }

    @Override
    public void close() throws IOException {
        unsent.add(END);
        input.close();
        file.close();
    }

    private void write() {
        try {
            for (byte[] message = unsent.take(); message != END; message = unsent.take()) {
                file.write(message);
            }
        } catch (IOException failed) {
            fail(failed);
        } catch (InterruptedException stopped) {
            fail(new IOException("the writer thread was interrupted", stopped));
        }
    }

    /** Ends the reader too: without its writer the connection is useless. */
    private void fail(IOException failure) {
        sendFailure = failure;
        try {
            input.close();
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }
}
