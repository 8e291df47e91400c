// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbRequest.Bulk;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSession;

/**
 * A USB disk spoken to as drivers do (USB Mass Storage Class, Bulk-Only Transport 1.0): a command of 31 bytes, data, a
 * status of 13 bytes.
 */
final class ScsiDisk {

    static final int IN = 0x81;
    static final int OUT = 0x02;
    static final int BLOCK = 512;

    private static final int COMMAND_SIZE = 31;
    private static final int STATUS_SIZE = 13;
    private static final int SIGNATURE = 0x4342_5355;
    private static final int PARTS = 4;
    private static final int SECONDS = 60;
    private static final int INQUIRY = 0x12;
    private static final int READ_10 = 0x28;
    private static final int COMMAND_AT = 15;

    private final UsbSession session;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    ScsiDisk(UsbSession session) {
        this.session = session;
    }

    /** @return transfers begun, less those that have ended, each as often as it has */
    int underWay() {
        return begun.get() - ended.get();
    }

    private CompletableFuture<UsbResult> submit(UsbRequest request) {
        begun.incrementAndGet();
        CompletableFuture<UsbResult> result = new CompletableFuture<>();
        session.submit(request, how -> {
            ended.incrementAndGet();
            result.complete(how);
        });
        return result;
    }

    static CompletableFuture<UsbResult> submit(UsbSession session, UsbRequest request) {
        CompletableFuture<UsbResult> result = new CompletableFuture<>();
        session.submit(request, result::complete);
        return result;
    }

    static ByteBuffer direct(int length) {
        return ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private CompletableFuture<UsbResult> command(int length, byte... bytes) {
        ByteBuffer command = direct(COMMAND_SIZE);
        command.putInt(0, SIGNATURE).putInt(4, 42).putInt(8, length);
        command.put(12, (byte) 0x80).put(14, (byte) bytes.length);
        command.put(COMMAND_AT, bytes);
        return submit(new Bulk(OUT, command, false, false));
    }

    /** @return whether it has no news any more that it would answer the next command with, such as that it has just begun */
    boolean isReady() throws Exception {
        command(0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
        ByteBuffer status = direct(STATUS_SIZE);
        submit(new Bulk(IN, status, false, false)).get(SECONDS, TimeUnit.SECONDS);
        return status.get(STATUS_SIZE - 1) == 0;
    }

    /** @return the data stage of an INQUIRY for 36 bytes, with room for more */
    UsbResult inquiry(ByteBuffer data, boolean shortNotOk) throws Exception {
        command(36, (byte) INQUIRY, (byte) 0, (byte) 0, (byte) 0, (byte) 36, (byte) 0);
        UsbResult result = submit(new Bulk(IN, data, shortNotOk, false)).get(SECONDS, TimeUnit.SECONDS);
        submit(new Bulk(IN, direct(STATUS_SIZE), false, false)).get(SECONDS, TimeUnit.SECONDS);
        return result;
    }

    /**
     * Reads blocks, with the command and all parts of the data under way together; not the status, which QEMU's disk never
     * sends when it is asked for before the data are through.
     *
     * @param data a multiple of {@link #PARTS} blocks
     * @return whether all of it came
     */
    boolean read(int block, ByteBuffer data) throws Exception {
        int blocks = data.remaining() / BLOCK;
        byte[] bytes = new byte[10];
        ByteBuffer.wrap(bytes).put(0, (byte) READ_10).putInt(2, block).putShort(7, (short) blocks);
        command(data.remaining(), bytes);
        int part = data.remaining() / PARTS;
        List<CompletableFuture<UsbResult>> reads = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            reads.add(submit(new Bulk(IN, data.slice(i * part, part), true, false)));
        }
        boolean all = true;
        for (CompletableFuture<UsbResult> read : reads) {
            all &= read.get(SECONDS, TimeUnit.SECONDS).equals(UsbResult.of(Status.COMPLETED, part));
        }
        ByteBuffer status = direct(STATUS_SIZE);
        submit(new Bulk(IN, status, false, false)).get(SECONDS, TimeUnit.SECONDS);
        return all && status.get(STATUS_SIZE - 1) == 0;
    }
}
