// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.nio.ByteBuffer;
import org.xenbay.api.file.FileException;

/** Gives bytes for a reply, straight to where the client reads them. */
public interface DataSource {

    /**
     * Gives the bytes only if the page cache has them: a reader that other requests wait for must not wait itself.
     *
     * @param skip as in {@link #read}
     * @param target as in {@link #read}
     * @return as {@link #read}; -1 when the page cache does not have them: no bytes are given then
     * @throws FileException as {@link #read}
     */
    int readNow(int skip, ByteBuffer target) throws FileException;

    /**
     * @param skip number of bytes given before
     * @param target a direct buffer, to be filled from its position up to its limit; may be guest memory
     * @return number of bytes given, fewer than asked for only at the end
     * @throws FileException when the bytes cannot be read
     */
    int read(int skip, ByteBuffer target) throws FileException;
}
