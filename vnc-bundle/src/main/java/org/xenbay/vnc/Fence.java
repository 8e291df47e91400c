// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.xenbay.vnc.encoding.Bytes;

/**
 * A fence (rfbproto): whoever gets a request answers it when everything that was sent before it is done.
 *
 * @param flags how it stands in the order of messages
 * @param payload what the answer repeats
 */
record Fence(int flags, byte[] payload) {

    /** The message's type, in both directions. */
    static final int TYPE = 248;

    private static final int MAX_PAYLOAD = 64;
    private static final int REQUEST = 1 << 31;
    private static final int BLOCK_BEFORE = 1;

    /** What there is beside requests: block before, block after, synchronise with the next. */
    private static final int KNOWN = 7;

    private static final byte[] UPDATE = {'u'};

    /** Tells a viewer that there are fences. */
    static final byte[] OFFER = new Fence(REQUEST | BLOCK_BEFORE, new byte[0]).toBytes();

    /** Asks a viewer to say when it has taken an update. */
    static final byte[] AFTER_UPDATE = new Fence(REQUEST | BLOCK_BEFORE, UPDATE).toBytes();

    /** Reads one, after its type. */
    static Fence read(DataInputStream in) throws IOException {
        in.skipNBytes(3);
        int flags = in.readInt();
        int length = in.readUnsignedByte();
        if (length > MAX_PAYLOAD) {
            throw new IOException("the viewer sends a fence of " + length + " bytes");
        }
        return new Fence(flags, in.readNBytes(length));
    }

    boolean isRequest() {
        return (flags & REQUEST) != 0;
    }

    /** @return whether it answers {@link #AFTER_UPDATE} */
    boolean isOfUpdate() {
        return Arrays.equals(payload, UPDATE);
    }

    byte[] answer() {
        return new Fence(flags & KNOWN, payload).toBytes();
    }

    private byte[] toBytes() {
        Bytes bytes = new Bytes(9 + payload.length).u8(TYPE).u8(0).u16(0).u32(flags);
        return bytes.u8(payload.length).bytes(payload).toArray();
    }
}
