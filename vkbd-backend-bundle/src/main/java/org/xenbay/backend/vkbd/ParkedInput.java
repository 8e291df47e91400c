// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.ParkedForm;
import org.xenbay.api.device.RefusedStateException;

/**
 * The state that a device hands over to its successor. The events include releases of all keys and fingers.
 *
 * <p>Version 1: a CRC-32 of the rest, then totals (sent, dropped), the pointer (known, x, y), the ids of the sources that an
 * operator assigned to it, and the events that the guest has not got yet, 40 bytes each as in its ring.
 *
 * @param events events that the guest has not got yet
 * @param pointer the result of {@link Pointer#state}
 * @param sent events put into the ring so far
 * @param dropped entries lost so far
 * @param sources ids of the sources that an operator assigned to it
 */
record ParkedInput(List<byte[]> events, int[] pointer, long sent, long dropped, List<String> sources) {

    private static final ParkedForm FORM = new ParkedForm("keyboard", 1, Long.BYTES);
    private static final int MAX_SOURCES = 1000;

    ParkedInput with(List<String> chosen) {
        return new ParkedInput(events, pointer, sent, dropped, chosen);
    }

    Parked encode() {
        return FORM.encode(Map.of(), this::write);
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeLong(sent);
        out.writeLong(dropped);
        for (int number : pointer) {
            out.writeInt(number);
        }
        out.writeInt(sources.size());
        for (String source : sources) {
            out.writeUTF(source);
        }
        out.writeInt(events.size());
        for (byte[] event : events) {
            out.write(event);
        }
    }

    /** @throws RefusedStateException when the state is of another version, or damaged: the message says which */
    static ParkedInput decode(Parked parked) {
        return FORM.decode(parked, in -> read(in, parked.size()));
    }

    private static ParkedInput read(DataInputStream in, int size) throws IOException {
        long sent = in.readLong();
        long dropped = in.readLong();
        int[] pointer = {in.readInt(), in.readInt(), in.readInt()};
        int known = FORM.bounded(in.readInt(), MAX_SOURCES);
        List<String> sources = new ArrayList<>(known);
        for (int i = 0; i < known; i++) {
            sources.add(in.readUTF());
        }
        int count = FORM.bounded(in.readInt(), size / KbdPage.EVENT_SIZE);
        List<byte[]> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] event = new byte[KbdPage.EVENT_SIZE];
            in.readFully(event);
            events.add(event);
        }
        return new ParkedInput(events, pointer, sent, dropped, sources);
    }
}
