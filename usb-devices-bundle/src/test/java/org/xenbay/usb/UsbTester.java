// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbRequest.Bulk;
import org.xenbay.api.usb.UsbRequest.ClearHalt;
import org.xenbay.api.usb.UsbRequest.Control;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.api.usb.UsbSetup;

/** Uses a device as a host does. */
public final class UsbTester implements AutoCloseable {

    private static final int COMMAND_SIZE = 31;
    private static final int STATUS_SIZE = 13;

    private final UsbSession session;
    private int tag;

    /** The result of a request, and the received bytes. */
    public record Done(UsbResult result, byte[] data) {}

    /** How a command of Bulk-Only Transport ended: its data phase, then its status and the bytes that were not moved. */
    public record Command(UsbResult.Status data, byte[] came, int status, int residue) {}

    public UsbTester(UsbDevice device) throws Exception {
        session = device.open(() -> {}).get(10, TimeUnit.SECONDS);
    }

    public CompletableFuture<UsbResult> submit(UsbRequest request) {
        CompletableFuture<UsbResult> result = new CompletableFuture<>();
        session.submit(request, result::complete);
        return result;
    }

    public Done control(int type, int request, int value, int index, int length, byte... out) throws Exception {
        ByteBuffer data = ByteBuffer.allocateDirect(length).put(0, out);
        return done(data, submit(new Control(new UsbSetup(type, request, value, index, length), data, false)));
    }

    public Done in(int endpoint, int length) throws Exception {
        ByteBuffer data = ByteBuffer.allocateDirect(length);
        return done(data, submit(new Bulk(endpoint, data, false, false)));
    }

    public Done out(int endpoint, byte... bytes) throws Exception {
        ByteBuffer data = ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
        return done(data, submit(new Bulk(endpoint, data, false, false)));
    }

    public UsbResult clearHalt(int endpoint) throws Exception {
        return submit(new ClearHalt(endpoint)).get(10, TimeUnit.SECONDS);
    }

    private static Done done(ByteBuffer data, CompletableFuture<UsbResult> ended) throws Exception {
        UsbResult result = ended.get(10, TimeUnit.SECONDS);
        byte[] came = new byte[result.actualLength()];
        data.get(0, came);
        return new Done(result, came);
    }

    /** A command that reads at most so many bytes. */
    public Command read(int length, int... command) throws Exception {
        send(length, true, command);
        Done data = length == 0 ? new Done(null, new byte[0]) : in(0x81, length);
        return status(length == 0 ? null : data.result().status(), data.data());
    }

    /** A command that writes. */
    public Command write(byte[] bytes, int... command) throws Exception {
        send(bytes.length, false, command);
        return status(out(2, bytes).result().status(), new byte[0]);
    }

    private void send(int length, boolean toHost, int... command) throws Exception {
        ByteBuffer block = ByteBuffer.allocate(COMMAND_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x43425355)
                .putInt(++tag)
                .putInt(length)
                .put((byte) (toHost ? 0x80 : 0))
                .put((byte) 0)
                .put((byte) command.length);
        for (int value : command) {
            block.put((byte) value);
        }
        out(2, block.array());
    }

    private Command status(UsbResult.Status data, byte[] came) throws Exception {
        Done status = in(0x81, STATUS_SIZE);
        if (status.result().status() == UsbResult.Status.STALL) {
            clearHalt(0x81);
            status = in(0x81, STATUS_SIZE);
        }
        ByteBuffer bytes = ByteBuffer.wrap(status.data()).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(0) != 0x53425355 || bytes.getInt(4) != tag) {
            throw new AssertionError("not the status of command " + tag);
        }
        return new Command(data, came, bytes.get(12), bytes.getInt(8));
    }

    @Override
    public void close() {
        session.close();
        session.closed().join();
    }
}
