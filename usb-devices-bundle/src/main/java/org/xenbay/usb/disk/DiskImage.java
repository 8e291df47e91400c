// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An image file: blocks of 512 bytes. Bytes beyond the last whole block are not used. */
final class DiskImage implements AutoCloseable {

    static final int BLOCK = 512;

    private final FileChannel file;
    private final boolean readOnly;
    private final long blocks;

    private DiskImage(FileChannel file, boolean readOnly) throws IOException {
        this.file = file;
        this.readOnly = readOnly;
        this.blocks = file.size() / BLOCK;
    }

    /**
     * Opens and locks the file, so that no other disk writes it.
     *
     * @throws IOException one line that says why it cannot be used
     */
    static DiskImage open(Path path, boolean readOnly) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException("there is no image file " + path);
        }
        FileChannel file = readOnly
                ? FileChannel.open(path, StandardOpenOption.READ)
                : FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock(0, Long.MAX_VALUE, readOnly);
            if (lock == null) {
                throw new IOException("image file " + path + " is in use by another program");
            }
            DiskImage image = new DiskImage(file, readOnly);
            if (image.blocks == 0) {
                throw new IOException("image file " + path + " has not even one block of " + BLOCK + " bytes");
            }
            return image;
        } catch (OverlappingFileLockException used) {
            file.close();
            throw new IOException("image file " + path + " is in use by another disk", used);
        } catch (IOException failed) {
            file.close();
            throw failed;
        }
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /** @return number of blocks, at least 1 */
    long blocks() {
        return blocks;
    }

    /** Fills the buffer from there on. */
    void read(long position, ByteBuffer target) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = file.read(target, at);
            if (count < 0) {
                throw new IOException("the image file has become shorter");
            }
            at += count;
        }
    }

    /** Writes the whole buffer from there on. */
    void write(long position, ByteBuffer source) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            at += file.write(source, at);
        }
    }

    /** Writes all blocks from the cache to the host's disk. */
    void flush() throws IOException {
        if (!readOnly) {
            file.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
