// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.encoding;

import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** A zlib stream to one viewer, which lasts as long as the connection; its memory is taken at its first use. Of one thread. */
final class Zlib implements AutoCloseable {

    private final int level;
    private final byte[] piece = new byte[4096];
    private @Nullable Deflater deflater;

    /** @param level from 1, fast, to 9, small */
    Zlib(int level) {
        this.level = level;
    }

    /** Compresses the bytes so that the viewer can read all of them. */
    void deflate(Bytes in, Bytes out) {
        Deflater to = deflater;
        if (to == null) {
            to = new Deflater(level);
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
