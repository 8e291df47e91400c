// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.io.InputStream;
import org.xenbay.api.host.StreamSocket;

/**
 * What a viewer sends. The bytes of a message stay in the kernel until the message is done, so that a successor of a killed process
 * begins with a whole message. Of one thread.
 *
 * <p>The kernel has room for a few hundred pieces, however small they are, and a message may come in pieces of a byte. So when {@value
 * #MAX_LEFT} bytes of a message have come and the others have not, parts of it are taken as they come; that is noted.
 */
final class PeekedInput extends InputStream {

    /** Most bytes of a message that wait in the kernel for the rest; all common messages are shorter. */
    private static final int MAX_LEFT = 64;

    private final StreamSocket socket;

    /** The first bytes that are in the kernel. */
    private final byte[] buffer = new byte[StreamSocket.MAX_PEEKED];

    private int filled;

    /** How many of them were read. */
    private int position;

    private boolean partTaken;
    private ViewerNotes notes = ViewerNotes.NONE;

    PeekedInput(StreamSocket socket) {
        this.socket = socket;
    }

    /** Parts of messages are noted from now on. */
    void note(ViewerNotes to) {
        notes = to;
    }

    /** What was read is done. */
    void taken() throws IOException {
        discard();
        if (partTaken) {
            partTaken = false;
            notes.takingPart(false);
        }
    }

    private void discard() throws IOException {
        if (position > 0) {
            socket.discard(position);
            filled -= position;
            System.arraycopy(buffer, position, buffer, 0, filled);
            position = 0;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == filled && !fill()) {
            return -1;
        }
        int count = Math.min(length, filled - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    /** @return false at the end */
    private boolean fill() throws IOException {
        if (filled >= MAX_LEFT) {
            partTaken = true;
            notes.takingPart(true);
            discard();
        }
        int count = socket.peek(buffer, filled);
        filled = Math.max(filled, count);
        return count >= 0;
    }
}
