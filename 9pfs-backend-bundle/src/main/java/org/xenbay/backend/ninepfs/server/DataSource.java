// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.nio.ByteBuffer;
import org.xenbay.api.file.FileException;

/** Gives bytes for a reply, straight to where the client reads them. */
public interface DataSource {

    /**
     * The same as {@link #read} if nothing is to be waited for; so others need not wait with it.
     *
     * @param skip as there
     * @param target as there
     * @return as there; -1 when it is to be waited for: nothing is given then
     * @throws FileException as there
     */
    int readNow(int skip, ByteBuffer target) throws FileException;

    /**
     * @param skip number of bytes given before
     * @param target a direct buffer, to be filled from its position up to its limit; may be guest memory
     * @return number of bytes given, fewer than asked for only at the end
     * @throws FileException when they cannot be had
     */
    int read(int skip, ByteBuffer target) throws FileException;
}
