// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.RefusedStateException;

/**
 * What a device gives to its successor. Nothing is held down any more: the releases are among the events.
 *
 * <p>Version 1: a CRC-32 of what follows, then totals (sent, dropped), the pointer (known, x, y), the ids of the sources
 * that an operator gave it, and the events that the guest has not got yet, 40 bytes each as they go into its ring.
 *
 * @param events what the guest is still to be told
 * @param pointer as {@link Pointer#state} gives it
 * @param sent events put into the ring so far
 * @param dropped entries lost so far
 * @param sources ids of the sources that an operator gave it
 */
record ParkedInput(List<byte[]> events, int[] pointer, long sent, long dropped, List<String> sources) {

    static final int VERSION = 1;

    private static final int MOST_SOURCES = 1000;

    ParkedInput with(List<String> chosen) {
        return new ParkedInput(events, pointer, sent, dropped, chosen);
    }

    Parked encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
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
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        byte[] body = bytes.toByteArray();
        ByteArrayOutputStream whole = new ByteArrayOutputStream(body.length + Long.BYTES);
        try (DataOutputStream out = new DataOutputStream(whole)) {
            out.writeLong(checksum(body, 0));
            out.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Parked(VERSION, whole.toByteArray());
    }

    /** @throws RefusedStateException when the state is of another version, or damaged: the message says so */
    static ParkedInput decode(Parked parked) {
        if (parked.version() != VERSION) {
            throw new RefusedStateException("the keyboard was parked in version " + parked.version()
                    + " of its state; this backend knows version " + VERSION);
        }
        byte[] state = parked.state();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            if (in.readLong() != checksum(state, Long.BYTES)) {
                throw new RefusedStateException("the parked keyboard's state is damaged: its checksum is wrong");
            }
            long sent = in.readLong();
            long dropped = in.readLong();
            int[] pointer = {in.readInt(), in.readInt(), in.readInt()};
            int known = bounded(in.readInt(), MOST_SOURCES);
            List<String> sources = new ArrayList<>(known);
            for (int i = 0; i < known; i++) {
                sources.add(in.readUTF());
            }
            int count = bounded(in.readInt(), state.length / KbdPage.EVENT_SIZE);
            List<byte[]> events = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                byte[] event = new byte[KbdPage.EVENT_SIZE];
                in.readFully(event);
                events.add(event);
            }
            return new ParkedInput(events, pointer, sent, dropped, sources);
        } catch (IOException tooShort) {
            throw new RefusedStateException("the parked keyboard's state is damaged: it is too short");
        }
    }

    private static int bounded(int value, int most) {
        if (value < 0 || value > most) {
            throw new RefusedStateException("the parked keyboard's state is damaged: a length of " + value);
        }
        return value;
    }

    private static long checksum(byte[] bytes, int from) {
        CRC32 sum = new CRC32();
        sum.update(bytes, Math.min(from, bytes.length), Math.max(0, bytes.length - from));
        return sum.getValue();
    }
}
