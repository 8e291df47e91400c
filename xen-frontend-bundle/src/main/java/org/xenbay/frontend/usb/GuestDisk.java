// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.usb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A USB disk as a guest's driver uses it: commands by Bulk-Only Transport, data in as many simultaneous requests as they need. */
public final class GuestDisk {

    /** Bytes of a block. */
    public static final int BLOCK = 512;

    private static final int IN = 0x81;
    private static final int OUT = 0x02;
    private static final int COMMAND_SIZE = 31;
    private static final int COMMAND_SIGNATURE = 0x43425355;
    private static final int STATUS_SIZE = 13;
    private static final int STALL = -32;
    private static final int READ_10 = 0x28;
    private static final int WRITE_10 = 0x2A;
    private static final int READ_CAPACITY = 0x25;
    private static final int MOST = 65536;

    private final GuestDevice device;
    private int tag;

    /** @param device enumerated already */
    public GuestDisk(GuestDevice device) {
        this.device = device;
    }

    /** @return number of blocks */
    public long blocks() {
        byte[] answer = in(8, new byte[] {READ_CAPACITY, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        return (ByteBuffer.wrap(answer).getInt(0) & 0xFFFF_FFFFL) + 1;
    }

    /**
     * @param block number of the first block
     * @param count number of blocks
     * @return their content
     */
    public byte[] read(int block, int count) {
        return in(count * BLOCK, command(READ_10, block, count));
    }

    /**
     * @param block the first
     * @param data a multiple of a block's bytes
     */
    public void write(int block, byte[] data) {
        out(data, command(WRITE_10, block, data.length / BLOCK));
    }

    private static byte[] command(int code, int block, int count) {
        return ByteBuffer.allocate(10)
                .put(0, (byte) code)
                .putInt(2, block)
                .putShort(7, (short) count)
                .array();
    }

    /**
     * @param length most bytes to receive
     * @param command the command block
     * @return the received data, followed by zeros
     * @throws UsbFailure when the command fails
     */
    public byte[] in(int length, byte[] command) {
        send(length, true, command);
        List<CompletableFuture<GuestResult>> parts = new ArrayList<>();
        for (int at = 0; at < length; at += MOST) {
            parts.add(device.bulk(IN, new byte[Math.min(MOST, length - at)]));
        }
        ByteBuffer data = ByteBuffer.allocate(length);
        boolean halted = false;
        for (CompletableFuture<GuestResult> part : parts) {
            GuestResult result = GuestDevice.await(part);
            halted |= result.status() == STALL;
            data.put(result.data());
        }
        if (halted) {
            device.clearHalt(IN);
        }
        status();
        return data.array();
    }

    /**
     * @param data the data to send
     * @param command the command block
     * @throws UsbFailure when the command fails
     */
    public void out(byte[] data, byte[] command) {
        send(data.length, false, command);
        List<CompletableFuture<GuestResult>> parts = new ArrayList<>();
        for (int at = 0; at < data.length; at += MOST) {
            parts.add(device.bulk(OUT, java.util.Arrays.copyOfRange(data, at, Math.min(data.length, at + MOST))));
        }
        parts.forEach(part -> GuestDevice.done(GuestDevice.await(part)));
        status();
    }

    private void send(int length, boolean toHost, byte[] command) {
        byte[] block = ByteBuffer.allocate(COMMAND_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(COMMAND_SIGNATURE)
                .putInt(++tag)
                .putInt(length)
                .put((byte) (toHost ? 0x80 : 0))
                .put((byte) 0)
                .put((byte) command.length)
                .put(command)
                .array();
        GuestDevice.done(GuestDevice.await(device.bulk(OUT, block)));
    }

    private void status() {
        GuestResult result = GuestDevice.await(device.bulk(IN, new byte[STATUS_SIZE]));
        if (result.status() == STALL) {
            device.clearHalt(IN);
            result = GuestDevice.await(device.bulk(IN, new byte[STATUS_SIZE]));
        }
        ByteBuffer status = ByteBuffer.wrap(GuestDevice.done(result).data()).order(ByteOrder.LITTLE_ENDIAN);
        if (status.getInt(4) != tag || status.get(12) != 0) {
            throw new UsbFailure("the command ended with status " + status.get(12) + ", tag " + status.getInt(4));
        }
    }
}
