// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a viewer who may only look sends to a VNC server: keys, pointer, clipboard and sizes are taken out (RFC 6143, 7.5, and the
 * registered extensions). A message that is not known here ends the connection, as its length is not known either.
 */
final class ViewOnly {

    /**
     * Version, security type none (the UNIX socket of the daemon's user has no password), shared flag (any). With another version or type
     * other bytes would follow, and messages would begin elsewhere than here.
     */
    private static final byte[] GREETING = "RFB 003.008\n\1\1".getBytes(StandardCharsets.US_ASCII);

    private static final int SET_PIXEL_FORMAT = 0;
    private static final int SET_ENCODINGS = 2;
    private static final int UPDATE_REQUEST = 3;
    private static final int KEY = 4;
    private static final int POINTER = 5;
    private static final int CLIPBOARD = 6;
    private static final int CONTINUOUS_UPDATES = 150;
    private static final int FENCE = 248;
    private static final int DESKTOP_SIZE = 251;
    private static final int EXTENDED_KEY = 255;
    private static final int MAX_CLIPBOARD = 1 << 20;

    private int greeted;

    /** The beginning of a message whose length is not known yet. */
    private final ByteBuffer head = ByteBuffer.allocate(9);

    private long rest;
    private boolean passes;

    /** @return those of the bytes that may pass */
    ByteBuffer allowed(ByteBuffer input) throws IOException {
        ByteBuffer output = ByteBuffer.allocate(input.remaining() + head.capacity());
        while (input.hasRemaining()) {
            if (greeted < GREETING.length) {
                output.put(greeting(input.get()));
            } else if (rest > 0) {
                byte next = input.get();
                rest--;
                if (passes) {
                    output.put(next);
                }
            } else {
                begin(input.get(), output);
            }
        }
        return output.flip();
    }

    private byte greeting(byte next) throws IOException {
        int at = greeted++;
        if (next != GREETING[at] && at < GREETING.length - 1) {
            throw new IOException("a viewer who may only look speaks RFB 3.8 without a password");
        }
        return next;
    }

    private void begin(byte next, ByteBuffer output) throws IOException {
        head.put(next);
        int type = head.get(0) & 0xFF;
        int needed = headLength(type);
        if (head.position() < needed) {
            return;
        }
        rest = length(type) - needed;
        passes = type != KEY && type != POINTER && type != CLIPBOARD && type != DESKTOP_SIZE && type != EXTENDED_KEY;
        head.flip();
        if (passes) {
            output.put(head);
        }
        head.clear();
    }

    /** @return number of bytes after which the length is known */
    private static int headLength(int type) {
        return switch (type) {
            case SET_ENCODINGS -> 4;
            case CLIPBOARD, DESKTOP_SIZE -> 8;
            case FENCE -> 9;
            default -> 1;
        };
    }

    private long length(int type) throws IOException {
        return switch (type) {
            case SET_PIXEL_FORMAT -> 20;
            case SET_ENCODINGS -> 4 + 4L * (head.getShort(2) & 0xFFFF);
            case UPDATE_REQUEST, CONTINUOUS_UPDATES -> 10;
            case KEY -> 8;
            case POINTER -> 6;
            case CLIPBOARD -> 8 + clipboard(head.getInt(4));
            case DESKTOP_SIZE -> 8 + 16L * (head.get(6) & 0xFF);
            case EXTENDED_KEY -> 12;
            case FENCE -> 9 + (head.get(8) & 0xFF);
            default -> throw new IOException("a viewer's message of type " + type + " is not known");
        };
    }

    /** A negative length is that of an extended clipboard. */
    private static long clipboard(int length) throws IOException {
        long size = Math.abs((long) length);
        if (size > MAX_CLIPBOARD) {
            throw new IOException("a viewer's clipboard has " + size + " bytes");
        }
        return size;
    }
}
