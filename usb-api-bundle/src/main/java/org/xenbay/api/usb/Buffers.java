// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import java.nio.ByteBuffer;

/** Checks that several kinds of requests share. */
final class Buffers {

    /** Most bytes of a control transfer's data stage: wLength has 16 bits. */
    static final int MAX_CONTROL = 0xFFFF;

    private Buffers() {}

    static void check(ByteBuffer data, int most) {
        if (!data.isDirect()) {
            throw new IllegalArgumentException("a USB transfer needs a direct buffer");
        }
        if (data.remaining() > most) {
            throw new IllegalArgumentException(data.remaining() + " bytes in one USB transfer: at most " + most);
        }
    }

    static void checkInterval(int interval) {
        if (interval < 0) {
            throw new IllegalArgumentException("no interval: " + interval);
        }
    }

    static void checkPackets(int[] packets, int length) {
        if (packets.length < 1 || packets.length > UsbSession.MAX_PACKETS) {
            throw new IllegalArgumentException(
                    packets.length + " packets in one USB transfer: 1 to " + UsbSession.MAX_PACKETS);
        }
        long sum = 0;
        for (int packet : packets) {
            if (packet < 0) {
                throw new IllegalArgumentException("a packet of " + packet + " bytes");
            }
            sum += packet;
        }
        if (sum != length) {
            throw new IllegalArgumentException("packets of " + sum + " bytes in a buffer of " + length);
        }
    }
}
