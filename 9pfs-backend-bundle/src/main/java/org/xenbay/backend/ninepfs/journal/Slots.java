package org.xenbay.backend.ninepfs.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Equal slots in memory that outlasts this process. A slot's first number is its state, 0 when it is free; it is written
 * last, and after all that was written before. Slots that were given back last are taken first, so that little memory is
 * touched.
 */
final class Slots {

    static final int FREE = 0;

    private static final int HEADER = 64;

    /** Most bytes of a text in a slot. */
    static final int WORD = 48;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;
    private final int start;
    private final int size;
    private final int count;
    private final Runnable beforeStore;
    /** Free ones below the first that was never used. */
    private final Deque<Integer> free = new ArrayDeque<>();

    /**
     * @param memory all of it
     * @param start offset of this table, a multiple of 8; it takes {@code length(size, count)} bytes
     * @param size of one, a multiple of 8
     * @param count how many
     * @param beforeStore run before each store that makes a slot's content count
     */
    Slots(ByteBuffer memory, int start, int size, int count, Runnable beforeStore) {
        this.beforeStore = beforeStore;
        this.memory = memory;
        this.start = start + HEADER;
        this.size = size;
        this.count = count;
        for (int slot = used() - 1; slot >= 0; slot--) {
            if (state(slot) == FREE) {
                free.push(slot);
            }
        }
    }

    /** @return what a table of so many slots takes */
    static int length(int size, int count) {
        return HEADER + size * count;
    }

    /** @return how many have ever been used: what is behind them was never touched, and takes no memory */
    int used() {
        return Math.max(0, Math.min(count, memory.getInt(start - HEADER)));
    }

    /** @return a free slot; -1 when there is none */
    synchronized int take() {
        beforeStore.run();
        if (!free.isEmpty()) {
            return free.pop();
        }
        int fresh = used();
        if (fresh == count) {
            return -1;
        }
        INT.setRelease(memory, start - HEADER, fresh + 1);
        return fresh;
    }

    void give(int slot) {
        state(slot, FREE);
        recycle(slot);
    }

    /** A slot that is free already may be taken from now on. */
    synchronized void recycle(int slot) {
        free.push(slot);
    }

    /** @return where the slot begins */
    int at(int slot) {
        return start + slot * size;
    }

    int state(int slot) {
        return (int) INT.getAcquire(memory, at(slot));
    }

    void state(int slot, int value) {
        beforeStore.run();
        INT.setRelease(memory, at(slot), value);
    }

    int number(int slot, int offset) {
        return memory.getInt(at(slot) + offset);
    }

    void number(int slot, int offset, int value) {
        memory.putInt(at(slot) + offset, value);
    }

    /** The same as a single store that comes after those before it. */
    void commit(int slot, int offset, int value) {
        beforeStore.run();
        INT.setRelease(memory, at(slot) + offset, value);
    }

    long wide(int slot, int offset) {
        return memory.getLong(at(slot) + offset);
    }

    void wide(int slot, int offset, long value) {
        memory.putLong(at(slot) + offset, value);
    }

    byte[] bytes(int slot, int offset) {
        byte[] value = new byte[memory.getInt(at(slot) + offset)];
        memory.get(at(slot) + offset + Integer.BYTES, value);
        return value;
    }

    /** Their number, and then they. */
    void bytes(int slot, int offset, byte[] value) {
        memory.putInt(at(slot) + offset, value.length);
        memory.put(at(slot) + offset + Integer.BYTES, value);
    }

    void bytes(int slot, int offset, ByteBuffer value) {
        memory.putInt(at(slot) + offset, value.remaining());
        memory.put(at(slot) + offset + Integer.BYTES, value, value.position(), value.remaining());
    }

    String word(int slot, int offset) {
        return new String(bytes(slot, offset), StandardCharsets.US_ASCII);
    }

    void word(int slot, int offset, String word) {
        byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > WORD - Integer.BYTES) {
            throw new IllegalArgumentException("a word of " + bytes.length + " bytes");
        }
        bytes(slot, offset, bytes);
    }
}
