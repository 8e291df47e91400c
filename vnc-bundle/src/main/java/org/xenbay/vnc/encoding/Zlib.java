// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.encoding;

import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A zlib stream to one viewer, which lasts as long as the connection; its memory is taken at its first use. Of one thread.
 *
 * <p>Each piece ends at a byte's boundary (SYNC_FLUSH). A successor of a killed process therefore continues the stream: it leaves
 * out the stream's header (RFC 1950), and its blocks (RFC 1951) refer to nothing before its own first byte.
 */
final class Zlib implements AutoCloseable {

    private final int level;
    private final boolean continued;
    private final byte[] piece = new byte[4096];
    private @Nullable Deflater deflater;

    /**
     * @param level from 1, fast, to 9, small
     * @param continued whether the viewer has the stream's beginning already
     */
    Zlib(int level, boolean continued) {
        this.level = level;
        this.continued = continued;
    }

    /** @return whether the viewer has the stream's beginning, once it has all that was compressed */
    boolean isBegun() {
        return continued || deflater != null;
    }

    /** Compresses the bytes so that the viewer can read all of them. */
    void deflate(Bytes in, Bytes out) {
        Deflater to = deflater;
        if (to == null) {
            to = new Deflater(level, continued);
            deflater = to;
        }
        to.setInput(in.array(), 0, in.length());
        int count;
        do {
            count = to.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
            out.bytes(piece, count);
        } while (count == piece.length);
    }

    @Override
    public void close() {
        if (deflater != null) {
            deflater.end();
            deflater = null;
        }
    }
}
