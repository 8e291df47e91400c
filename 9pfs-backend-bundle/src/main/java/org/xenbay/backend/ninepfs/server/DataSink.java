// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.nio.ByteBuffer;
import org.xenbay.api.file.FileException;

/** Takes the bytes of a request, directly from where the client wrote them. */
@FunctionalInterface
public interface DataSink {

    /**
     * @param skip number of bytes taken before
     * @param source a direct buffer, to be taken from its position up to its limit; may be guest memory, and may change
     *     meanwhile
     * @return number of bytes taken
     * @throws FileException when no byte could be taken
     */
    int write(int skip, ByteBuffer source) throws FileException;
}
