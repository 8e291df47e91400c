// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Memory that another domain can change at any time, with checked bounds and a checked end of life.
 *
 * <p>This class gives out neither a pointer nor a buffer, because one access after the unmap would end the process. Every
 * access checks that it lies inside and that the memory is still mapped. It throws IndexOutOfBoundsException or
 * IllegalStateException, whose messages name the offset, the length and the caller's line; so does the ReadOnlyBufferException
 * of a store to memory that is mapped for reading. Offsets are in bytes; numbers are in the machine's own byte order, as both
 * domains run on it; 32-bit and 16-bit numbers must be aligned for the ordered accessors.
 *
 * <p>Closing and accessing belong to the same thread (a device's executor). Another thread, such as one that reads a file into
 * guest memory, takes a {@link #hold()} first: held memory is unmapped when the last hold is closed.
 */
public final class SharedMemory implements AutoCloseable {

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle SHORT =
            MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.nativeOrder());

    private final int size;
    private final Runnable release;
    /** Counts 1 while the memory is open, and 1 for each hold. At 0 the memory is unmapped. */
    private final AtomicInteger uses = new AtomicInteger(1);

    private final ByteBuffer memory;
    private final boolean readOnly;
    private volatile boolean closed;

    private SharedMemory(ByteBuffer memory, Runnable release) {
        this.memory = memory;
        this.readOnly = memory.isReadOnly();
        this.size = memory.capacity();
        this.release = release;
    }

    /**
     * For the hypervisor's side (native or embedded) only.
     *
     * @param memory a direct buffer over the mapping, read-only when the mapping is; not a heap buffer, which has no atomic
     *     accesses
     * @param release unmaps it; called exactly once, after the last access
     * @return the memory
     */
    public static SharedMemory over(ByteBuffer memory, Runnable release) {
        if (!memory.isDirect()) {
            throw new IllegalArgumentException("shared memory needs a direct buffer");
        }
        ByteBuffer own = memory.duplicate().clear().order(ByteOrder.nativeOrder());
        return new SharedMemory(own, Objects.requireNonNull(release, "release"));
    }

    /** @return size in bytes */
    public int size() {
        return size;
    }

    /** @return whether it has been closed */
    public boolean isClosed() {
        return closed;
    }

    /** @return whether it is closed and no {@link #hold} on it is left. From any thread */
    public boolean isUnmapped() {
        return uses.get() == 0;
    }

    /**
     * @param offset byte offset
     * @return the byte there, 0 to 255
     */
    public int getByte(int offset) {
        return open(offset, Byte.BYTES).get(offset) & 0xFF;
    }

    /**
     * @param offset byte offset
     * @param value its low 8 bits are stored
     */
    public void putByte(int offset, int value) {
        toStore(offset, Byte.BYTES).put(offset, (byte) value);
    }

    /**
     * @param offset byte offset
     * @return the 16-bit number there, unsigned
     */
    public int getShort(int offset) {
        return open(offset, Short.BYTES).getShort(offset) & 0xFFFF;
    }

    /**
     * @param offset byte offset
     * @param value its low 16 bits are stored
     */
    public void putShort(int offset, int value) {
        toStore(offset, Short.BYTES).putShort(offset, (short) value);
    }

    /**
     * @param offset byte offset
     * @return the 32-bit number there
     */
    public int getInt(int offset) {
        return open(offset, Integer.BYTES).getInt(offset);
    }

    /**
     * @param offset byte offset
     * @param value the number to store
     */
    public void putInt(int offset, int value) {
        toStore(offset, Integer.BYTES).putInt(offset, value);
    }

    /**
     * @param offset byte offset
     * @return the 64-bit number there
     */
    public long getLong(int offset) {
        return open(offset, Long.BYTES).getLong(offset);
    }

    /**
     * @param offset byte offset
     * @param value the number to store
     */
    public void putLong(int offset, long value) {
        toStore(offset, Long.BYTES).putLong(offset, value);
    }

    /**
     * Reads an index that the other side publishes: what the other side wrote before the index is visible afterwards.
     *
     * @param offset byte offset, a multiple of 4
     * @return the 32-bit number there
     */
    public int getIntAcquire(int offset) {
        return (int) INT.getAcquire(open(offset, Integer.BYTES), offset);
    }

    /**
     * Publishes an index: what this side wrote before is visible to a side that reads the index.
     *
     * @param offset byte offset, a multiple of 4
     * @param value the number to store
     */
    public void putIntRelease(int offset, int value) {
        INT.setRelease(toStore(offset, Integer.BYTES), offset, value);
    }

    /**
     * @param offset byte offset, a multiple of 2
     * @return the 16-bit number there, unsigned; what the other side wrote before it is visible afterwards
     */
    public int getShortAcquire(int offset) {
        return (short) SHORT.getAcquire(open(offset, Short.BYTES), offset) & 0xFFFF;
    }

    /** Orders all earlier accesses before all later ones; needed between writing one index and reading another. */
    public void fullFence() {
        VarHandle.fullFence();
    }

    /**
     * Copies bytes out.
     *
     * @param offset first byte here
     * @param target where to
     * @param targetOffset first byte there
     * @param length number of bytes
     */
    public void get(int offset, byte[] target, int targetOffset, int length) {
        AccessErrors.check("target", targetOffset, length, target.length);
        open(offset, length).get(offset, target, targetOffset, length);
    }

    /**
     * Copies bytes in.
     *
     * @param offset first byte here
     * @param source where from
     * @param sourceOffset first byte there
     * @param length number of bytes
     */
    public void put(int offset, byte[] source, int sourceOffset, int length) {
        AccessErrors.check("source", sourceOffset, length, source.length);
        toStore(offset, length).put(offset, source, sourceOffset, length);
    }

    /**
     * Copies bytes out to a buffer, whose position moves.
     *
     * @param offset first byte here
     * @param target where to
     * @param length number of bytes, at most what remains in the target
     */
    public void get(int offset, ByteBuffer target, int length) {
        int position = target.position();
        AccessErrors.check("target", position, length, target.limit());
        target.put(position, open(offset, length), offset, length);
        target.position(position + length);
    }

    /**
     * Copies bytes in from a buffer, whose position moves.
     *
     * @param offset first byte here
     * @param source where from
     * @param length number of bytes, at most what remains in the source
     */
    public void put(int offset, ByteBuffer source, int length) {
        int position = source.position();
        AccessErrors.check("source", position, length, source.limit());
        toStore(offset, length).put(offset, source, position, length);
        source.position(position + length);
    }

    /**
     * Sets bytes to zero.
     *
     * @param offset first byte
     * @param length number of bytes
     */
    public void clear(int offset, int length) {
        ByteBuffer open = toStore(offset, length);
        for (int i = 0; i < length; i++) {
            open.put(offset + i, (byte) 0);
        }
    }

    /**
     * Reads from a channel into this memory; from a file or a socket the kernel puts the bytes here, without a copy in
     * the Java heap.
     *
     * @param channel where from
     * @param offset first byte here
     * @param length most bytes to read
     * @return number of bytes read, -1 at the end
     * @throws IOException as the channel says
     */
    public int readFrom(ReadableByteChannel channel, int offset, int length) throws IOException {
        try (Hold held = hold()) {
            ByteBuffer part = part(offset, length);
            if (readOnly) {
                throw AccessErrors.readOnly(offset, length);
            }
            return channel.read(part);
        }
    }

    /**
     * Writes from this memory to a channel; to a file or a socket the kernel takes the bytes from here, without a copy
     * in the Java heap.
     *
     * @param channel where to
     * @param offset first byte here
     * @param length number of bytes
     * @return number of bytes written
     * @throws IOException as the channel says
     */
    public int writeTo(WritableByteChannel channel, int offset, int length) throws IOException {
        try (Hold held = hold()) {
            return channel.write(part(offset, length).asReadOnlyBuffer());
        }
    }

    /**
     * Lends a part of this memory to one call that channels do not offer, such as reading a file at a position. The memory
     * stays mapped until the call has returned.
     *
     * @param offset first byte here
     * @param length number of bytes
     * @param transfer makes the call, on this thread; its buffer is read-only when the memory is
     * @param <X> type of its exception
     * @return the transfer's result
     * @throws X if the transfer throws it
     * @throws IndexOutOfBoundsException when the part is not inside
     * @throws IllegalStateException when the memory is closed
     */
    public <X extends IOException> int lend(int offset, int length, Transfer<X> transfer) throws X {
        try (Hold held = hold()) {
            return transfer.move(part(offset, length));
        }
    }

    /**
     * Copies between two shared memories.
     *
     * @param offset first byte here
     * @param target where to
     * @param targetOffset first byte there
     * @param length number of bytes
     */
    public void copyTo(int offset, SharedMemory target, int targetOffset, int length) {
        target.toStore(targetOffset, length).put(targetOffset, open(offset, length), offset, length);
    }

    /**
     * Keeps the memory mapped while another thread uses it.
     *
     * @return the hold, which that thread closes after its last access
     * @throws IllegalStateException when it is closed already
     */
    public Hold hold() {
        if (closed || uses.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
            throw AccessErrors.gone();
        }
        return new Hold(this);
    }

    /** Ends access; the memory is unmapped at once, or when the last hold on it is closed. Closing twice is harmless. */
    @Override
    public void close() {
        synchronized (uses) {
            if (closed) {
                return;
            }
            closed = true;
        }
        drop();
    }

    private void drop() {
        if (uses.decrementAndGet() == 0) {
            release.run();
        }
    }

    private ByteBuffer open(int offset, int length) {
        if (closed) {
            throw AccessErrors.gone();
        }
        AccessErrors.check("shared memory", offset, length, size);
        return memory;
    }

    private ByteBuffer toStore(int offset, int length) {
        ByteBuffer open = open(offset, length);
        if (readOnly) {
            throw AccessErrors.readOnly(offset, length);
        }
        return open;
    }

    private ByteBuffer part(int offset, int length) {
        AccessErrors.check("shared memory", offset, length, size);
        return memory.slice(offset, length);
    }

    /**
     * A call of the host's operating system that moves bytes to or from lent memory.
     *
     * @param <X> type of its exception
     */
    @ConsumerType
    @FunctionalInterface
    public interface Transfer<X extends IOException> {

        /**
         * @param part the part that was lent, as a direct buffer. Its bytes may change at any time. Using it after the call may
         *     end the process
         * @return number of bytes moved, or another result of the call
         * @throws X when the call fails
         */
        int move(ByteBuffer part) throws X;
    }

    /** A use of the memory by another thread. */
    public static final class Hold implements AutoCloseable {
        private final SharedMemory memory;
        private boolean ended;

        private Hold(SharedMemory memory) {
            this.memory = memory;
        }

        /** Ends the use. To be called once, by the thread that took the hold. */
        @Override
        public void close() {
            if (!ended) {
                ended = true;
                memory.drop();
            }
        }
    }
}
