// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.ToIntFunction;
import org.xenbay.nativexen.libusb.LibUsb;
import org.xenbay.nativexen.libusb.LibUsbAbi;

/**
 * libusb with one device whose transfers end when the test says so. It checks what the genuine library would crash of: a
 * struct that is used after it was freed, a handle closed with transfers under way.
 */
final class FakeLibUsb implements LibUsb {

    private static final long INTERRUPT = 0;
    private static final int ENOENT = 2;

    /** Calls that concern the device, in order, such as {@code claim 0}. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    /** The results of calls, by the call as it is recorded; 0 for a call that is not listed. */
    final Map<String, Integer> answers = new ConcurrentHashMap<>();

    /** Transfers submitted and not ended, oldest first. */
    final List<Block> underWay = new CopyOnWriteArrayList<>();

    /** Errors of the code under test. */
    final List<String> mistakes = new CopyOnWriteArrayList<>();

    /** Structs that are allocated now. */
    final Map<Long, Block> blocks = new ConcurrentHashMap<>();

    /** The result of a submission. */
    volatile ToIntFunction<Block> onSubmit = block -> 0;

    /** Whether a cancelled transfer ends at once. */
    volatile boolean cancelsAtOnce = true;

    volatile int configuration = 1;

    private final BlockingQueue<Long> events = new LinkedBlockingQueue<>();
    private final AtomicLong next = new AtomicLong(0x1000);
    private final TreeMap<Long, ByteBuffer> buffers = new TreeMap<>();
    private volatile boolean unplugged;

    private int note(String call) {
        calls.add(call);
        return unplugged ? LibUsbAbi.ERROR_NO_DEVICE : answers.getOrDefault(call, 0);
    }

    @Override
    public int openFile(String path) {
        int answer = answers.getOrDefault("open", 7);
        calls.add("open");
        return unplugged ? -ENOENT : answer;
    }

    @Override
    public int openExclusively(String disk) {
        calls.add("exclusive " + disk.substring(disk.lastIndexOf('/') + 1));
        return answers.getOrDefault(calls.get(calls.size() - 1), 9);
    }

    @Override
    public void closeFile(int descriptor) {
        calls.add("close file");
    }

    @Override
    public String errorText(int errno) {
        return "error " + errno;
    }

    @Override
    public int wrap(int descriptor, long[] handle) {
        handle[0] = 0xABCD;
        return note("wrap");
    }

    @Override
    public void close(long handle) {
        if (!underWay.isEmpty()) {
            mistakes.add("closed with " + underWay.size() + " transfers under way");
        }
        calls.add("close");
    }

    @Override
    public int configuration(long handle) {
        return configuration;
    }

    @Override
    public int setConfiguration(long handle, int value) {
        int result = note("configuration " + value);
        configuration = result == 0 ? value : configuration;
        return result;
    }

    @Override
    public int detachDriver(long handle, int number) {
        return note("detach " + number);
    }

    @Override
    public int attachDriver(long handle, int number) {
        return note("attach " + number);
    }

    @Override
    public int claim(long handle, int number) {
        return note("claim " + number);
    }

    @Override
    public int release(long handle, int number) {
        return note("release " + number);
    }

    @Override
    public int setInterface(long handle, int number, int alternate) {
        return note("interface " + number + " alternate " + alternate + " with " + underWay.size());
    }

    @Override
    public int clearHalt(long handle, int endpoint) {
        return note("clear " + Integer.toHexString(endpoint));
    }

    @Override
    public int reset(long handle) {
        return note("reset");
    }

    @Override
    public Block allocate(int packets) {
        ByteBuffer memory =
                ByteBuffer.allocateDirect(LibUsbAbi.transferSize(packets)).order(ByteOrder.nativeOrder());
        Block block = new Block(next.addAndGet(0x1000), memory);
        blocks.put(block.address(), block);
        return block;
    }

    @Override
    public void free(Block transfer) {
        if (blocks.remove(transfer.address()) == null) {
            mistakes.add("freed twice");
        }
        if (underWay.contains(transfer)) {
            mistakes.add("freed under way");
        }
    }

    @Override
    public synchronized long addressOf(ByteBuffer direct) {
        long address = next.addAndGet(1L << 24);
        buffers.put(address, direct);
        return address;
    }

    /** @return the bytes from where a transfer's buffer begins */
    synchronized ByteBuffer dataOf(Block transfer) {
        long address = transfer.memory().getLong(LibUsbAbi.BUFFER);
        Map.Entry<Long, ByteBuffer> found = buffers.floorEntry(address);
        ByteBuffer all = found.getValue().duplicate().clear();
        return all.position((int) (address - found.getKey())).slice();
    }

    @Override
    public int submit(Block transfer) {
        if (!blocks.containsKey(transfer.address())) {
            mistakes.add("submitted after it was freed");
        }
        if (unplugged) {
            return LibUsbAbi.ERROR_NO_DEVICE;
        }
        underWay.add(transfer);
        int result = onSubmit.applyAsInt(transfer);
        if (result != 0) {
            underWay.remove(transfer);
        }
        return result;
    }

    @Override
    public int cancel(Block transfer) {
        if (!blocks.containsKey(transfer.address())) {
            mistakes.add("cancelled after it was freed");
        }
        calls.add("cancel");
        return cancelsAtOnce && !end(transfer, LibUsbAbi.TRANSFER_CANCELLED, 0) ? LibUsbAbi.ERROR_NOT_FOUND : 0;
    }

    /** Ends a transfer as the device would, unless it has ended. */
    boolean end(Block transfer, int status, int actualLength) {
        if (!underWay.remove(transfer)) {
            return false;
        }
        transfer.memory().putInt(LibUsbAbi.STATUS, status);
        transfer.memory().putInt(LibUsbAbi.ACTUAL_LENGTH, actualLength);
        events.add(transfer.address());
        return true;
    }

    /** The device is pulled out: libusb ends all of its transfers. */
    void unplug() {
        unplugged = true;
        for (Block each : new ArrayList<>(underWay)) {
            end(each, LibUsbAbi.TRANSFER_NO_DEVICE, 0);
        }
    }

    @Override
    public int handleEvents(LongConsumer ended) {
        try {
            Long event = events.poll(1, TimeUnit.MINUTES);
            if (event != null && event != INTERRUPT) {
                ended.accept(event);
            }
            return 0;
        } catch (InterruptedException interrupted) {
            return LibUsbAbi.ERROR_INTERRUPTED;
        }
    }

    @Override
    public void interrupt() {
        events.add(INTERRUPT);
    }

    @Override
    public void exit() {
        calls.add("exit");
    }
}
