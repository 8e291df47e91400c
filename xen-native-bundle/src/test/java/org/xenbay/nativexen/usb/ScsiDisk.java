package org.xenbay.nativexen.usb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbRequest.Bulk;
import org.xenbay.api.usb.UsbResult;
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
    private static final int INQUIRY = 0x12;
    private static final int READ_10 = 0x28;
    private static final int COMMAND_AT = 15;

    private final UsbSession session;

    ScsiDisk(UsbSession session) {
        this.session = session;
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
        return submit(session, new Bulk(OUT, command, false, false));
    }

    /** @return the data stage of an INQUIRY for 36 bytes, with room for more */
    UsbResult inquiry(ByteBuffer data, boolean shortNotOk) throws Exception {
        command(36, (byte) INQUIRY, (byte) 0, (byte) 0, (byte) 0, (byte) 36, (byte) 0);
        UsbResult result =
                submit(session, new Bulk(IN, data, shortNotOk, false)).get();
        submit(session, new Bulk(IN, direct(STATUS_SIZE), false, false)).get();
        return result;
    }

    /**
     * Reads blocks, with command, data and status under way together.
     *
     * @return whether all of it came
     */
    boolean read(int block, ByteBuffer data) throws Exception {
        int blocks = data.remaining() / BLOCK;
        byte[] bytes = new byte[10];
        ByteBuffer.wrap(bytes).put(0, (byte) READ_10).putInt(2, block).putShort(7, (short) blocks);
        command(data.remaining(), bytes);
        CompletableFuture<UsbResult> read = submit(session, new Bulk(IN, data, true, false));
        ByteBuffer status = direct(STATUS_SIZE);
        CompletableFuture<UsbResult> end = submit(session, new Bulk(IN, status, false, false));
        return read.get().actualLength() == data.remaining()
                && end.get().actualLength() == STATUS_SIZE
                && status.get(STATUS_SIZE - 1) == 0;
    }
}
