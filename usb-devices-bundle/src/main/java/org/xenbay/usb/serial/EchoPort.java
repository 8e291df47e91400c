// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.serial;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSetup;
import org.xenbay.usb.software.DeviceFunction;
import org.xenbay.usb.software.Endpoint;
import org.xenbay.usb.software.Endpoints;
import org.xenbay.usb.software.Submitted;

/**
 * A serial adapter whose other end echoes all bytes (USB CDC 1.2, PSTN subclass, abstract control model). No byte is lost:
 * while {@link #ROOM} bytes wait to be read, writes wait too.
 */
final class EchoPort implements DeviceFunction {

    static final int IN = 0x81;
    static final int OUT = 0x02;
    static final int NOTIFICATIONS = 0x83;

    private static final int ROOM = 4096;
    private static final int TO_INTERFACE = 0x21;
    private static final int FROM_INTERFACE = 0xA1;
    private static final int SET_LINE_CODING = 0x20;
    private static final int GET_LINE_CODING = 0x21;
    private static final int SET_CONTROL_LINES = 0x22;
    private static final int SEND_BREAK = 0x23;
    private static final int LINE_CODING_SIZE = 7;
    /** 9600 bit/s (little endian), one stop bit, no parity, 8 bits. */
    private static final byte[] DEFAULT_LINE_CODING = {(byte) 0x80, 0x25, 0, 0, 0, 0, 8};

    private final ByteBuffer echo = ByteBuffer.allocate(ROOM);
    private byte[] lineCoding = DEFAULT_LINE_CODING;
    /** A transfer for which there was not enough room, and the number of bytes taken. */
    private @Nullable Submitted partly;

    private int taken;

    @Override
    public void reset() {
        echo.clear();
        lineCoding = DEFAULT_LINE_CODING;
    }

    @Override
    public int control(UsbSetup setup, ByteBuffer data) {
        if (setup.requestType() == FROM_INTERFACE && setup.request() == GET_LINE_CODING) {
            int count = Math.min(LINE_CODING_SIZE, data.remaining());
            data.put(lineCoding, 0, count);
            return count;
        }
        if (setup.requestType() != TO_INTERFACE) {
            return STALL;
        }
        return switch (setup.request()) {
            case SET_LINE_CODING -> setLineCoding(data);
            case SET_CONTROL_LINES, SEND_BREAK -> 0;
            default -> STALL;
        };
    }

    private int setLineCoding(ByteBuffer data) {
        if (data.remaining() != LINE_CODING_SIZE) {
            return STALL;
        }
        lineCoding = new byte[LINE_CODING_SIZE];
        data.get(lineCoding);
        return LINE_CODING_SIZE;
    }

    @Override
    public void run(Endpoints endpoints) {
        Endpoint in = endpoints.at(IN);
        Endpoint out = endpoints.at(OUT);
        boolean more = true;
        while (more) {
            more = take(out) | give(in);
        }
    }

    private boolean take(Endpoint out) {
        Submitted first = out.first();
        if (first == null || echo.remaining() == 0) {
            return false;
        }
        if (first != partly) {
            partly = first;
            taken = 0;
        }
        ByteBuffer source = first.data();
        int came = source.remaining();
        int count = Math.min(came - taken, echo.remaining());
        echo.put(source.slice(source.position() + taken, count));
        taken += count;
        if (taken == came) {
            out.complete(UsbResult.of(Status.COMPLETED, came));
        }
        return true;
    }

    private boolean give(Endpoint in) {
        Submitted first = in.first();
        if (first == null || echo.position() == 0) {
            return false;
        }
        ByteBuffer target = first.data();
        echo.flip();
        int count = Math.min(echo.remaining(), target.remaining());
        target.put(target.position(), echo, 0, count);
        echo.position(count);
        echo.compact();
        in.complete(first.received(count));
        return true;
    }
}
