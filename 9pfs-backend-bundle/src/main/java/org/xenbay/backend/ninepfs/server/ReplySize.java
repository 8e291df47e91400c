// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.xenbay.backend.ninepfs.wire.MessageType;
import org.xenbay.backend.ninepfs.wire.MessageWriter;
import org.xenbay.backend.ninepfs.wire.Wire;

/** The greatest size of a request's reply, for a transport that reserves room before the request is carried out. */
public final class ReplySize {

    /** Bytes of replies that have no text of arbitrary length: Rgetattr, Rwalk of 16 names, Rerror. */
    private static final int USUAL = 512;

    /** Longest target of a link, and names in Rstat. */
    private static final int TEXT = 4096 + USUAL;

    private static final int COUNT_AT = Wire.HEADER + 4 + 8;

    private ReplySize() {}

    /**
     * @param head the request's first bytes, from its size on; not trusted
     * @param msize most bytes in a message
     * @return the most bytes of its reply
     */
    public static int most(ByteBuffer head, int msize) {
        int most = switch (head.get(Wire.TYPE_AT) & 0xFF) {
            case MessageType.READ -> Wire.DATA + count(head, msize);
            case MessageType.READDIR -> Wire.DATA + Math.min(count(head, msize), MessageWriter.CAPACITY);
            case MessageType.READLINK, MessageType.STAT, MessageType.GETLOCK -> TEXT;
            default -> USUAL;
        };
        return Math.min(Math.max(most, USUAL), msize);
    }

    private static int count(ByteBuffer head, int msize) {
        if (head.limit() < COUNT_AT + 4) {
            return 0;
        }
        long count = head.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(COUNT_AT) & 0xFFFF_FFFFL;
        return (int) Math.min(count, msize - Wire.DATA);
    }
}
