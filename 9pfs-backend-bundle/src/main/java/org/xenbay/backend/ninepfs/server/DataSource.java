// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.nio.ByteBuffer;
import org.xenbay.api.file.FileException;

/** Writes bytes of a reply, directly to where the client reads them. */
public interface DataSource {

    /**
     * Writes the bytes only if the page cache has them: a reader must not wait while other requests wait for it.
     *
     * @param skip as in {@link #read}
     * @param target as in {@link #read}
     * @return as {@link #read}; -1 when the page cache does not have them; then no bytes are written
     * @throws FileException as {@link #read}
     */
    int readNow(int skip, ByteBuffer target) throws FileException;

    /**
     * @param skip number of bytes written before
     * @param target a direct buffer, to be filled from its position up to its limit; may be guest memory
     * @return number of bytes, fewer than requested only at the end
     * @throws FileException when the bytes cannot be read
     */
    int read(int skip, ByteBuffer target) throws FileException;
}
